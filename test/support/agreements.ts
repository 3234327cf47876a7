import { createHash } from 'node:crypto'
import { commitmentWork } from '../../registry-api/src/commitments/periodic.ts'
import { delegationWork } from '../../registry-api/src/delegations/periodic.ts'
import { dayInParis } from '../../registry-api/src/paris-days.ts'
import { MINUTE_MS } from './clock.ts'
import { pdf } from './pdf.ts'
import type { People, TestPerson } from './people.ts'
import { seedDrimbox } from './seed.ts'
import type { Answer, TrustSpace } from './trust-space.ts'

/** What tests read of a commitment. */
export interface CommitmentAnswer {
  readonly id: string
  readonly version: number
  readonly state: string
  readonly resumeTo: string | null
  readonly endsOn: string | null
  readonly lines: number
  readonly text: { readonly id: string; readonly label: string } | null
  readonly recommitment: { readonly by: string; readonly text: { readonly label: string } } | null
  readonly file: { readonly sha256: string } | null
}

export type Agreements = Awaited<ReturnType<typeof createAgreements>>

/** The people of the agency, and the ways of a commitment over HTTP, each act with its step-up. */
export async function createAgreements(space: TrustSpace, people: People) {
  const agent = (name: string, role: 'AR' | 'AI' | 'AD' | 'AS' | 'AA' | 'AP') =>
    people.person(name, [{ organisation: 'agency', roles: [role] }])
  // Once, before all of them at the same time.
  await people.agency()
  const [arthur, ines, igor, denise, didier, astrid] = await Promise.all([
    agent('Arthur', 'AR'),
    agent('Ines', 'AI'),
    agent('Igor', 'AI'),
    agent('Denise', 'AD'),
    agent('Didier', 'AD'),
    agent('Astrid', 'AS'),
  ])
  let documents = 0

  /** A call with the word of the caller's security key for exactly it. */
  const vouched = async (
    who: TestPerson,
    method: string,
    path: string,
    body: unknown,
    version?: number,
  ): Promise<Answer> => {
    const ifMatch = version === undefined ? undefined : `"v${version}"`
    const stepUp = await people.stepUp(who, {
      method,
      path,
      body,
      ...(ifMatch === undefined ? {} : { ifMatch }),
    })
    return space.request(method, path, {
      as: who,
      body,
      headers: { ...stepUp, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) },
    })
  }
  const send = (who: TestPerson, method: string, path: string, body: unknown, version?: number) =>
    space.request(method, path, {
      as: who,
      body,
      headers: version === undefined ? {} : { 'if-match': `"v${version}"` },
    })
  const must = (answer: Answer, status: number): Answer => {
    if (answer.status !== status) throw new Error(`${answer.status}: ${answer.text}`)
    return answer
  }
  const read = async (id: string, who: TestPerson = ines): Promise<CommitmentAnswer> =>
    must(await space.request('GET', `/v1/commitments/${id}`, { as: who }), 200).json as never

  /** The last word of a decision, by its second person. */
  const approve = async (decision: Answer, who: TestPerson = denise): Promise<Answer> => {
    const { id } = decision.json
    const { json } = must(await space.request('GET', `/v1/decisions/${id}`, { as: who }), 200)
    return vouched(who, 'POST', `/v1/decisions/${id}/approve`, {}, json['version'] as number)
  }

  const agreements = {
    arthur,
    ines,
    igor,
    denise,
    didier,
    astrid,
    vouched,
    send,
    must,
    read,
    approve,

    /** A PDF of the person's, different each time. */
    async upload(who: TestPerson, purpose: string): Promise<{ id: string; sha256: string }> {
      documents += 1
      const bytes = pdf(`${purpose} ${documents}`)
      const path = `/v1/documents?purpose=${purpose}&name=${purpose}-${documents}.pdf`
      const { json } = must(
        await space.request('POST', path, {
          as: who,
          bytes,
          headers: { 'content-type': 'application/pdf' },
        }),
        201,
      )
      return { id: json.id, sha256: createHash('sha256').update(bytes).digest('hex') }
    },

    /** A text, published by two. */
    async officialText(
      label: string,
      over: { code?: string; recommitBy?: string | null } = {},
    ): Promise<string> {
      const body = {
        code: 'test-agreement',
        title: `Convention de test ${label}`,
        label,
        inForceOn: '2026-11-01',
        sha256: createHash('sha256')
          .update(`${over.code ?? ''}${label}`)
          .digest('hex'),
        ...over,
      }
      const { json } = must(await send(ines, 'POST', '/v1/reference-documents', body), 201)
      const path = `/v1/reference-documents/${json.id}/publish`
      must(await approve(must(await vouched(ines, 'POST', path, {}, 1), 202)), 200)
      return json.id
    },

    /** An event that is one person's. */
    async act(who: TestPerson, id: string, event: string, body: unknown = {}): Promise<Answer> {
      const { version } = await read(id)
      return vouched(who, 'POST', `/v1/commitments/${id}/${event}`, body, version)
    },

    /** An event that takes two: proposed by the first, approved by the second. */
    async actByTwo(id: string, event: string, body: unknown, first = ines, second = denise): Promise<Answer> {
      return approve(must(await agreements.act(first, id, event, body), 202), second)
    },

    /** A draft of the organisation, filled in by its signatory. */
    async draft(signatory: TestPerson, organisationId: string, over: Record<string, unknown> = {}) {
      const opened = must(await send(signatory, 'POST', '/v1/commitments', { organisationId }), 201)
      return agreements.fillIn(signatory, opened.json.id, over)
    },

    async fillIn(signatory: TestPerson, id: string, over: Record<string, unknown> = {}) {
      const [file, power] = [
        await agreements.upload(signatory, 'commitment'),
        await agreements.upload(signatory, 'power'),
      ]
      const { version } = await read(id)
      const body = {
        signatories: [{ name: 'Signe Ataire', quality: 'Présidente', powerDocumentId: power.id }],
        documentId: file.id,
        effectiveOn: dayInParis(space.clock.now()),
        ...over,
      }
      const filled = must(await send(signatory, 'PATCH', `/v1/commitments/${id}`, body, version), 200)
      return filled.json as unknown as CommitmentAnswer
    },

    /** From a filled-in draft to signed: submitted, claimed, countersigned by two. */
    async sign(signatory: TestPerson, draft: CommitmentAnswer): Promise<void> {
      const readVersion = (await read(draft.id)).text?.label ?? ''
      must(await agreements.act(signatory, draft.id, 'submit', { readVersion }), 200)
      must(await agreements.act(ines, draft.id, 'claim'), 200)
      const fileSha256 = (await read(draft.id)).file?.sha256
      must(await agreements.actByTwo(draft.id, 'countersign', { fileSha256 }), 200)
    },

    /** Time goes by, and everybody has been seen meanwhile: sessions are not what these tests are about. */
    async later(ms: number): Promise<void> {
      space.clock.advance(ms)
      await people.sql`UPDATE session SET last_seen_at = ${space.clock.now()}`
    },

    /** What the worker does when it looks; the time is the space's. */
    async time(): Promise<number> {
      let changed = 0
      for (const work of [...commitmentWork, ...delegationWork])
        changed += await work.run(space.registry.world)
      return changed
    },

    /** An organisation with an active commitment that it went all the way for, and DRIMboxes. */
    async member(name: string, numbers: readonly number[] = []) {
      const organisationId = await people.organisation({ name, commitment: null })
      const signatory = await people.person(`${name} OS`, [
        { organisation: organisationId, roles: ['OA', 'OS'] },
      ])
      const draft = await agreements.draft(signatory, organisationId)
      await agreements.sign(signatory, draft)
      space.clock.advance(MINUTE_MS)
      await agreements.time()
      for (const number of numbers) await seedDrimbox(space, number, organisationId)
      return { organisationId, signatory, id: draft.id }
    },

    /** The audit's words about one thing, in order. */
    async eventsOf(subject: string): Promise<string[]> {
      const rows = await people.sql<{ event: string }[]>`
        SELECT event FROM audit_event WHERE subject_id = ${subject} ORDER BY seq`
      return rows.map(({ event }) => event)
    },

    async auditSize(): Promise<number> {
      const [row] = await people.sql<{ count: number }[]>`SELECT count(*)::int AS count FROM audit_event`
      return row!.count
    },

    /** Templates of the mails to an organisation, in order. */
    async mailsTo(organisationId: string): Promise<string[]> {
      const rows = await people.sql<{ template: string }[]>`
        SELECT template FROM mail WHERE recipient_kind = 'organisation' AND recipient = ${organisationId} ORDER BY id`
      return rows.map(({ template }) => template)
    },

    /** Numbers on the next list, as the one view says. */
    async listed(organisationId: string): Promise<number[]> {
      const rows = await people.sql<{ number: number }[]>`
        SELECT listed_line.number FROM listed_line JOIN drimbox ON drimbox.id = drimbox_id
         WHERE organisation_id = ${organisationId} ORDER BY listed_line.position`
      return rows.map(({ number }) => number)
    },

    /** Makes the person's security keys count as attested hardware. */
    async hardware(who: TestPerson): Promise<void> {
      await people.stepUp(who, { method: 'GET', path: '/none' })
      await people.sql`UPDATE authenticator SET is_hardware = true WHERE person_id = ${who.id}`
    },
  }
  await agreements.hardware(astrid)
  return agreements
}
