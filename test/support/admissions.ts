import { pdf } from './pdf.ts'
import type { People, TestPerson } from './people.ts'
import type { Answer, TrustSpace } from './trust-space.ts'

/** A SIREN with its key, made of eight digits. */
export function sirenOf(seed: number): string {
  return withKey(String(seed).padStart(8, '0'))
}

/** Its head office. */
export function siretOf(siren: string): string {
  return withKey(`${siren}0001`)
}

/** The digits, and the one that makes their Luhn sum a multiple of ten. */
export function withKey(digits: string): string {
  for (let key = 0; key < 10; key += 1) {
    const all = `${digits}${key}`
    const sum = [...all].toReversed().reduce((total, digit, at) => {
      const weighted = Number(digit) * (at % 2 === 0 ? 1 : 2)
      return total + (weighted > 9 ? weighted - 9 : weighted)
    }, 0)
    if (sum % 10 === 0) return all
  }
  throw new Error('one of ten keys fits')
}

let made = 10_000_000

/** A whole form; every one has a SIREN and a name of its own. */
export function admissionForm(over: Record<string, unknown> = {}): Record<string, unknown> {
  made += 7919
  const siren = sirenOf(made)
  return {
    kinds: ['operator'],
    legalName: `SOCIETE ${made}`,
    displayName: `Imagerie ${made}`,
    siren,
    siretSeat: siretOf(siren),
    signatory: { name: 'Camille Durand', quality: 'Directrice générale' },
    supportMailbox: 'support@imagerie.example',
    securityPhone: '+33123456789',
    plannedDrimboxes: 2,
    hostsForOthers: false,
    ...over,
  }
}

/** Calls about admissions, each with the version that was read last. */
export function admissionCalls(space: TrustSpace, people: People) {
  const version = async (id: string): Promise<number> => {
    const [row] = await people.sql<{ version: number }[]>`SELECT version FROM admission WHERE id = ${id}`
    return row!.version
  }
  const call = async (
    as: TestPerson,
    method: string,
    path: string,
    body: unknown,
    withStepUp = false,
  ): Promise<Answer> => {
    const id = path.split('/')[3]!
    const ifMatch = `"v${await version(id)}"`
    const stepUp = withStepUp ? await people.stepUp(as, { method, path, ifMatch, body }) : {}
    return space.request(method, path, { as, body, headers: { 'if-match': ifMatch, ...stepUp } })
  }
  const upload = async (as: TestPerson, text = 'a piece'): Promise<string> => {
    const answer = await space.request('POST', '/v1/documents?purpose=admission-piece', {
      as,
      bytes: pdf(text),
      headers: { 'content-type': 'application/pdf' },
    })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.json.id
  }
  const calls = {
    version,
    upload,
    open: (as: TestPerson, form: unknown = admissionForm()) =>
      space.request('POST', '/v1/admissions', { as, body: form }),
    read: (as: TestPerson, id: string, headers: Record<string, string> = {}) =>
      space.request('GET', `/v1/admissions/${id}`, { as, headers }),
    change: (as: TestPerson, id: string, body: unknown) => call(as, 'PATCH', `/v1/admissions/${id}`, body),
    give: (as: TestPerson, id: string, kind: string, body: unknown) =>
      call(as, 'PUT', `/v1/admissions/${id}/pieces/${kind}`, body),
    judge: (as: TestPerson, id: string, kind: string, body: unknown) =>
      call(as, 'POST', `/v1/admissions/${id}/pieces/${kind}/verdict`, body),
    event: (as: TestPerson, id: string, event: string, body: unknown = {}) =>
      call(as, 'POST', `/v1/admissions/${id}/${event}`, body),
    accept: (as: TestPerson, id: string, body: unknown = {}) =>
      call(as, 'POST', `/v1/admissions/${id}/accept`, body, true),
    refuse: (as: TestPerson, id: string, body: unknown = REFUSAL) =>
      call(as, 'POST', `/v1/admissions/${id}/refuse`, body, true),
    /** Answers a decision as it stands. */
    async answer(as: TestPerson, decisionId: string, verdict: 'approve' | 'refuse', body: unknown = {}) {
      const { json } = await space.request('GET', `/v1/decisions/${decisionId}`, { as })
      const path = `/v1/decisions/${decisionId}/${verdict}`
      const ifMatch = `"v${String(json['version'])}"`
      const stepUp = await people.stepUp(as, { method: 'POST', path, ifMatch, body })
      return space.request('POST', path, { as, body, headers: { 'if-match': ifMatch, ...stepUp } })
    },
    /** A draft with everything it needs in TEST. */
    async complete(as: TestPerson, over: Record<string, unknown> = {}): Promise<string> {
      const opened = await calls.open(as, admissionForm(over))
      if (opened.status !== 201) throw new Error(opened.text)
      const { id } = opened.json
      expectOk(await calls.give(as, id, 'power', { documentId: await upload(as, 'power') }))
      return id
    },
    /** One that a reviewer has read and found good. */
    async reviewed(author: TestPerson, reviewer: TestPerson, over: Record<string, unknown> = {}) {
      const id = await calls.complete(author, over)
      expectOk(await calls.event(author, id, 'submit'))
      expectOk(await calls.event(reviewer, id, 'claim'))
      for (const kind of ['power', 'security-contact'])
        expectOk(await calls.judge(reviewer, id, kind, { verdict: 'good' }))
      return id
    },
    /** A member, by the whole way. */
    async admitted(
      author: TestPerson,
      reviewer: TestPerson,
      decider: TestPerson,
      over: Record<string, unknown> = {},
    ): Promise<{ readonly admissionId: string; readonly organisationId: string }> {
      const admissionId = await calls.reviewed(author, reviewer, over)
      const proposed = await calls.accept(reviewer, admissionId)
      if (proposed.status !== 202) throw new Error(proposed.text)
      expectOk(await calls.answer(decider, proposed.json.id, 'approve'))
      await calls.signInAgain(author)
      const { json } = await calls.read(author, admissionId)
      return { admissionId, organisationId: (json['organisation'] as { id: string }).id }
    },
    /** A new role ends one's sessions: here the same one goes on, so that the person's headers still hold. */
    async signInAgain(who: TestPerson): Promise<void> {
      await people.sql`UPDATE session SET ended_at = NULL WHERE person_id = ${who.id}`
    },
  }
  return calls
}

export const REFUSAL = {
  facts: 'Le signataire n’engage pas l’organisme.',
  clause: 'Article 4 du contrat',
  next: 'Déposez une nouvelle demande avec un pouvoir signé.',
}

function expectOk(answer: Answer): void {
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`)
}
