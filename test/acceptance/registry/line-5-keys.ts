import { randomUUID } from 'node:crypto'
import { systemClock } from '../../../demo/clock.ts'
import { createPeople, type People, type TestPerson } from '../../support/people.ts'
import {
  acceptInvitation,
  askedOf,
  softKey,
  type Call,
  type KeyApi,
  type SoftKey,
} from '../../support/soft-key.ts'
import type { AcceptanceContext } from '../harness.ts'

/** A registry that runs, with the way into its database that an administrator of the machine has. */
export interface AttackedRegistry {
  readonly apiUrl: string
  readonly superuserUrl: string
}

interface Stage {
  readonly context: AcceptanceContext
  readonly people: People
  readonly api: KeyApi
  readonly refused: (what: string, status: number, code: string, call: () => Answered) => Promise<void>
}

type Answered = ReturnType<KeyApi['request']>

const ORIGIN = 'http://localhost:3000'
const NOWHERE = '01970000-0000-7000-8000-000000000000'

/** What is tried with security keys, API keys, repeated requests and cookies; each is refused and changes nothing. */
export async function attackKeys(context: AcceptanceContext, registry: AttackedRegistry): Promise<void> {
  const people = await createPeople({
    database: { urlFor: () => registry.superuserUrl } as never,
    clock: { now: systemClock } as never,
  })
  const api: KeyApi = { request: (method, path, sent) => call(registry.apiUrl, method, path, sent) }
  const events = async () => {
    const [row] = await people.sql`SELECT count(*)::int AS many FROM audit_event`
    return Number(row?.['many'])
  }
  const refused: Stage['refused'] = async (what, status, code, attempt) => {
    const before = await events()
    const answer = await attempt()
    const holds = answer.status === status && answer.json['code'] === code && (await events()) === before
    context.check(`${what}: ${status} ${code}, and nothing changed`, holds, answer)
  }
  const stage = { context, people, api, refused }
  try {
    await stepUps(stage)
    await apiKeys(stage)
    await repeatedRequests(stage)
    await cookies(stage)
  } finally {
    await people.end()
  }
}

async function call(
  base: string,
  method: string,
  path: string,
  sent: { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown },
) {
  const body = sent.body instanceof Uint8Array ? Uint8Array.from(sent.body) : JSON.stringify(sent.body)
  const response = await fetch(base + path, {
    method,
    headers: { ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }), ...sent.headers },
    ...(sent.body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(30_000),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  const json = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>
  return { status: response.status, text, json, replayed: response.headers.get('idempotency-replayed') }
}

/** A decider with two keys, of which the second may be ended: the act that the step-up is for. */
async function decider({ people, api }: Stage, name: string) {
  const who = await people.person(name, [{ organisation: 'agency', roles: ['AD'] }])
  await acceptInvitation(people, who, systemClock())
  const key = softKey(api)
  await key.enrol(who)
  const spares = [softKey(api), softKey(api)]
  const ends: Call[] = []
  for (const spare of spares) {
    const { id } = await spare.enrol(who, key)
    ends.push({ method: 'DELETE', path: `/v1/me/authenticators/${id}` })
  }
  return { who, key, end: ends[0]!, otherEnd: ends[1]! }
}

async function stepUps(stage: Stage): Promise<void> {
  const { context, people, refused } = stage
  context.say('step-ups')
  const denise = await decider(stage, 'Denise')
  const didier = await decider(stage, 'Didier')
  const { who, key, end, otherEnd } = denise

  const header = await key.stepUp(who, end)
  await refused('a step-up replayed on another action', 403, 'step-up-mismatch', () =>
    key.send(who, otherEnd, header),
  )
  // Made by Denise for exactly the call that Didier then makes.
  const ofDenise = await key.stepUp(who, didier.end)
  await refused('a step-up replayed by another person', 403, 'step-up-mismatch', () =>
    didier.key.send(didier.who, didier.end, ofDenise),
  )
  await refused('a step-up with another If-Match', 403, 'step-up-mismatch', () =>
    key.send(who, { ...end, ifMatch: '"v2"' }, header),
  )
  const enrolment = await softKey(stage.api).register(who)
  const ofBody = await key.stepUp(who, enrolment)
  await refused('a step-up with another body', 403, 'step-up-mismatch', () =>
    key.send(who, { ...enrolment, body: { ...enrolment.body, label: 'autre' } }, ofBody),
  )
  context.check('the act itself is done', (await key.send(who, end, header)).status === 204)
  await people.sql`UPDATE authenticator SET ended_at = NULL WHERE person_id = ${who.id}`
  await refused('a step-up used twice', 403, 'step-up-used', () => key.send(who, end, header))

  await refused('no step-up', 403, 'step-up-required', () => key.send(who, end))
  const unanswered = await key.ask(who, end)
  const its = { 'x-step-up': String(unanswered.json['id']) }
  await refused('a step-up that no key answered', 403, 'step-up-required', () => key.send(who, end, its))
  await refused('a step-up answered in the session of another person', 404, 'step-up-not-found', () =>
    key.answer(didier.who, unanswered.json),
  )
  await refused('an answer without user verification', 403, 'step-up-not-verified', () =>
    key.answer(who, unanswered.json, { userVerified: false }),
  )
  await refused('an answer of a copied key (counter)', 403, 'step-up-not-verified', () =>
    key.answer(who, unanswered.json, { counter: 1 }),
  )
  await replayedAnswers(stage, denise)

  const late = await key.stepUp(who, end)
  const lateAnswer = await key.ask(who, end)
  // As if two minutes had passed.
  await people.sql`UPDATE step_up SET expires_at = created_at WHERE consumed_at IS NULL AND person_id = ${who.id}`
  await refused('a step-up two minutes old', 403, 'step-up-expired', () => key.send(who, end, late))
  await refused('an answer two minutes late', 403, 'step-up-expired', () => key.answer(who, lateAnswer.json))
  context.check('after all that the key still serves', (await key.act(who, end)).status === 204)
}

/** What was signed once, in another frame. */
async function replayedAnswers(
  { refused, people, api }: Stage,
  { who, key, end, otherEnd }: { who: TestPerson; key: SoftKey; end: Call; otherEnd: Call },
): Promise<void> {
  const answer = (id: unknown, credential: unknown) =>
    key.send(who, { method: 'POST', path: `/v1/step-ups/${String(id)}/answer`, body: { credential } })
  const first = (await key.ask(who, end)).json
  const signed = await key.key.assert(first['options'] as never, ORIGIN)
  const second = (await key.ask(who, otherEnd)).json
  await refused('an answer to another step-up', 403, 'step-up-not-verified', () =>
    answer(second['id'], signed),
  )
  const elsewhere = await key.key.assert(second['options'] as never, 'http://localhost:9999')
  await refused('an answer made on a page of another origin', 403, 'step-up-not-verified', () =>
    answer(second['id'], elsewhere),
  )
  const stranger = await people.person('Étranger', [{ organisation: 'agency', roles: ['AD'] }])
  await acceptInvitation(people, stranger, systemClock())
  const lent = softKey(api)
  await lent.enrol(stranger)
  const byLent = await lent.key.assert(
    { ...(second['options'] as object), allowCredentials: undefined } as never,
    ORIGIN,
  )
  await refused('an answer by the key of another person', 403, 'step-up-not-verified', () =>
    answer(second['id'], byLent),
  )
}

async function apiKeys({ context, people, api, refused }: Stage): Promise<void> {
  context.say('API keys')
  const organisation = await people.organisation({ name: `Clés ${randomUUID().slice(0, 8)}` })
  const olga = await people.person('Olga', [{ organisation, roles: ['OA'] }])
  const send = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
    api.request(method, path, { as: 'public', headers, ...(body === undefined ? {} : { body }) })
  const wanted = { organisationId: organisation, name: 'serveur', scopes: ['read', 'boxes'] }
  const made = await send('POST', '/v1/api-keys', olga.headers, wanted)
  const bearer = { authorization: `Bearer ${String(made.json['key'])}` }
  const works = await send('GET', '/v1/drimboxes', bearer)
  context.check('an API key answers', made.status === 201 && works.status === 200, [made.status, works])

  await refused('an API key asks for a step-up', 403, 'key-may-not-decide', () =>
    send(
      'POST',
      '/v1/step-ups',
      bearer,
      askedOf({ method: 'POST', path: `/v1/decisions/${NOWHERE}/approve` }),
    ),
  )
  await refused('an API key makes an API key', 403, 'right-missing', () =>
    send('POST', '/v1/api-keys', { ...bearer, 'idempotency-key': randomUUID() }, wanted),
  )
  await refused('an API key creates without an Idempotency-Key', 400, 'idempotency-key-required', () =>
    send('POST', '/v1/api-keys', bearer, wanted),
  )
  const forged = {
    authorization: `${bearer.authorization.slice(0, -1)}${bearer.authorization.endsWith('A') ? 'B' : 'A'}`,
  }
  await refused('an API key wrong by its last character', 401, 'authentication-failed', () =>
    send('GET', '/v1/drimboxes', forged),
  )
  const revoked = await send('DELETE', `/v1/api-keys/${String(made.json['id'])}`, {
    ...olga.headers,
    'if-match': '"v1"',
  })
  context.check('the API key is revoked', revoked.status === 204, revoked)
  await refused('an API key at the request after its revocation', 401, 'authentication-failed', () =>
    send('GET', '/v1/drimboxes', bearer),
  )
}

async function repeatedRequests({ context, people, api, refused }: Stage): Promise<void> {
  context.say('idempotency keys')
  const tag = randomUUID().slice(0, 8)
  const administratorOf = async (name: string) =>
    people.person(name, [
      { organisation: await people.organisation({ name: `${name} ${tag}` }), roles: ['OA'] },
    ])
  const olga = await administratorOf('Ici')
  const zoe = await administratorOf('Là')
  const key = randomUUID()
  const upload = (who: TestPerson, text: string) =>
    api.request('POST', '/v1/documents?purpose=power', {
      as: 'public',
      headers: { ...who.headers, 'content-type': 'application/pdf', 'idempotency-key': key },
      body: Buffer.from(`%PDF-1.7\n%${text}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n`),
    }) as ReturnType<typeof call>
  const ours = await upload(olga, 'secret de la première')
  const again = await upload(olga, 'secret de la première')
  context.check(
    'the same request under its Idempotency-Key is answered as the first time',
    ours.status === 201 && again.replayed === 'true' && again.text === ours.text,
    [ours, again],
  )
  const theirs = await upload(zoe, 'secret de la première')
  context.check(
    'another organisation’s request under the same Idempotency-Key is its own, and learns nothing',
    theirs.status === 201 && theirs.replayed === null && theirs.json['id'] !== ours.json['id'],
    theirs,
  )
  await refused('an Idempotency-Key with another body', 422, 'idempotency-key-reused', () =>
    upload(olga, 'autre'),
  )
}

async function cookies({ context, people, api, refused }: Stage): Promise<void> {
  context.say('cookies')
  const denise = await people.person('Cookie', [{ organisation: 'agency', roles: ['AD', 'AI'] }])
  const token = denise.headers.authorization.slice('Session '.length)
  const withCookie = (cookie: string) => () =>
    api.request('GET', '/v1/me', { as: 'public', headers: { cookie } })
  for (const cookie of [`__Host-session=${token}`, `session=${token}`, `authorization=Session ${token}`])
    await refused(
      `the session as a cookie (${cookie.split('=')[0]})`,
      401,
      'authentication-required',
      withCookie(cookie),
    )
  const inHeader = await api.request('GET', '/v1/me', { as: 'public', headers: denise.headers })
  context.check('the same session in its header is answered', inHeader.status === 200, inHeader)
}
