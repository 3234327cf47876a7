import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../registry-api/src/db/principal.ts'
import { sendMail } from '../../registry-api/src/mails/send-mail.ts'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let own: string
let olga: TestPerson
let otto: TestPerson
let arthur: TestPerson
let denise: TestPerson
let nina: TestPerson
let key: { headers: { authorization: string } }

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  own = await people.organisation({ name: 'Imagerie du Léman' })
  const other = await people.organisation({ name: 'Téléimagerie Ouest' })
  olga = await people.person('Olga', [{ organisation: own, roles: ['OA'] }])
  otto = await people.person('Otto', [{ organisation: other, roles: ['OA'] }])
  arthur = await people.person('Arthur', [{ organisation: 'agency', roles: ['AR'] }])
  denise = await people.person('Denise', [{ organisation: 'agency', roles: ['AD'] }])
  nina = await people.person('Nina')
  key = await people.apiKey(own, olga, ['boxes'])
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

let toOwn: string
let toOlga: string
let toDeciders: string
let toStranger: string
let round = 0
beforeEach(async () => {
  round += 1
  toOwn = await send('own', { kind: 'organisation', id: own })
  toOlga = await send('olga', { kind: 'person', id: olga.id })
  toDeciders = await send('deciders', { kind: 'role', role: 'AD' })
  toStranger = await send('stranger', { kind: 'address', address: 'stranger@test.example' }, own)
})

async function send(
  name: string,
  recipient: Parameters<typeof sendMail>[1]['recipient'],
  organisationId?: string,
): Promise<string> {
  const dedupeKey = `${name}-${round}`
  await space.registry.world.inTransaction(systemPrincipal('test'), (tx) =>
    sendMail(tx, {
      template: 'M11',
      recipient,
      values: { nom: 'Olga', role: 'technicien', organisme: 'X', code: 'abcd-EFGH', date: space.clock.now() },
      dedupeKey,
      ...(organisationId === undefined ? {} : { organisationId }),
    }),
  )
  const [row] = await people.sql<{ id: string }[]>`SELECT id FROM mail WHERE dedupe_key = ${dedupeKey}`
  return row!.id
}

/** As the worker leaves it. */
async function deliver(
  mailId: string,
  state: string,
  address = 'a@test.example',
  code: string | null = null,
) {
  const at = space.clock.now()
  await people.sql`UPDATE mail SET state = 'resolved' WHERE id = ${mailId}`
  await people.sql`INSERT INTO mail_delivery ${people.sql({
    id: crypto.randomUUID(),
    mail_id: mailId,
    organisation_id: own,
    address,
    state,
    attempts: 2,
    next_attempt_at: at,
    last_error_code: code,
    history: people.sql.json([]),
    created_at: at,
    updated_at: at,
  })}`
}

const get = (path: string, who: { headers: Record<string, string> }): Promise<Answer> =>
  space.request('GET', path, { as: 'public', headers: who.headers })
const idsOf = ({ json }: Answer) => json.items.map(({ id }) => id)
const retry = (id: string, who: { headers: Record<string, string> }) =>
  space.request('POST', `/v1/mails/${id}/retry`, { as: 'public', headers: who.headers })
const auditCount = async () => Number((await people.sql`SELECT count(*) FROM audit_event`)[0]!['count'])

describe('reading mails', () => {
  it('shows an organisation what is on its desk and people what was for them, and nobody anything else', async () => {
    const all = [toStranger, toDeciders, toOlga, toOwn]
    expect(idsOf(await get('/v1/mails?limit=4', arthur))).toEqual(all)
    expect(idsOf(await get('/v1/mails?limit=3', olga))).toEqual([toStranger, toOlga, toOwn])
    expect(idsOf(await get(`/v1/mails?limit=2&organisation=${own}`, olga))).toEqual([toStranger, toOwn])
    for (const who of [otto, nina]) {
      expect(idsOf(await get('/v1/mails', who))).toEqual([])
      for (const id of all) expect((await get(`/v1/mails/${id}`, who)).json.code).toBe('mail-not-found')
    }
    expect((await get(`/v1/mails/${toDeciders}`, olga)).json.code).toBe('mail-not-found')
  })

  it('needs somebody, a place in the organisation asked for, and a key’s scope', async () => {
    expect((await space.request('GET', '/v1/mails', { as: 'public' })).json.code).toBe(
      'authentication-required',
    )
    expect((await get(`/v1/mails?organisation=${own}`, otto)).json.code).toBe('right-missing')
    expect((await get('/v1/mails', key)).json.code).toBe('key-scope-missing')
    expect((await get(`/v1/mails/${toOwn}`, key)).json.code).toBe('key-scope-missing')
  })

  it('shows the text, and never the code in it', async () => {
    for (const who of [olga, arthur]) {
      const { text, json } = await get(`/v1/mails/${toOwn}`, who)
      expect(json['body']).toMatch(/^Bonjour,[^]*Votre code : •+\n[^]*aucun lien ici\.\n$/)
      expect(text).not.toContain('abcd-EFGH')
    }
    expect((await get('/v1/mails', arthur)).text).not.toMatch(/abcd-EFGH|body/)
  })

  it('says what waits and why, and finds by state, address, object and reference', async () => {
    await deliver(toOwn, 'sent')
    await deliver(toOwn, 'waiting', 'slow@test.example', 'smtp-451')
    await deliver(toDeciders, 'failed', 'f@test.example', 'timeout')
    await deliver(toStranger, 'refused', `gone${round}@test.example`, 'smtp-550')
    await people.sql`UPDATE mail SET state = 'nobody' WHERE id = ${toOlga}`
    const { json } = await get(`/v1/mails/${toOwn}`, arthur)
    expect(json).toMatchObject({
      state: 'waiting',
      subject: '[DRIM-M TEST] Invitation',
      recipient: { kind: 'organisation', name: own },
      deliveries: [
        { state: 'sent', nextAttemptAt: null },
        {
          address: 'slow@test.example',
          attempts: 2,
          lastErrorCode: 'smtp-451',
          nextAttemptAt: space.clock.now().toISOString(),
        },
      ],
    })
    for (const [state, id] of [
      ['waiting', toOwn],
      ['failed', toDeciders],
      ['refused', toStranger],
      ['nobody', toOlga],
    ] as const)
      expect(idsOf(await get(`/v1/mails?limit=1&state=${state}`, arthur)), state).toEqual([id])
    expect(idsOf(await get(`/v1/mails?q=GONE${round}@`, arthur))).toEqual([toStranger])
    expect(idsOf(await get('/v1/mails?q=%25', arthur))).toEqual([])
    const reference = String(json['reference'])
    expect(idsOf(await get(`/v1/mails?q=${reference}`, arthur))).toEqual([toOwn])
    expect(idsOf(await get(`/v1/mails?q=${reference.slice(2).toLowerCase()}`, arthur))).toEqual([toOwn])
  })

  it('says of a mail to oneself what became of it, and of nobody else’s', async () => {
    await deliver(toOlga, 'failed', 'olga@test.example', 'timeout')
    await people.sql`UPDATE mail_delivery SET organisation_id = NULL, person_id = ${olga.id} WHERE mail_id = ${toOlga}`
    expect((await get(`/v1/mails/${toOlga}`, olga)).json).toMatchObject({
      state: 'failed',
      deliveries: [{ address: 'olga@test.example', lastErrorCode: 'timeout' }],
    })
    expect(idsOf(await get('/v1/mails?limit=1&state=failed', olga))).toEqual([toOlga])
    expect(idsOf(await get('/v1/mails?state=sent', olga))).not.toContain(toOlga)
    expect((await get(`/v1/mails/${toOlga}`, otto)).json.code).toBe('mail-not-found')
  })

  it('goes through all mails page by page, each once', async () => {
    const seen: string[] = []
    let after = ''
    do {
      const { json } = await get(`/v1/mails?limit=3${after}`, arthur)
      seen.push(...json.items.map(({ id }) => id))
      after = json.next === null ? '' : `&after=${json.next}`
    } while (after !== '')
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(4 * round)
  })
})

describe('asking again for a mail', () => {
  it('sends what was given up, leaves what was sent, and is told to the audit', async () => {
    await deliver(toOwn, 'sent', 'sent@test.example')
    await deliver(toOwn, 'failed', 'failed@test.example', 'timeout')
    await deliver(toOwn, 'refused', 'refused@test.example', 'smtp-550')
    const { status, json } = await retry(toOwn, arthur)
    expect([status, json.code, json['state']]).toEqual([200, undefined, 'waiting'])
    expect(json['deliveries']).toMatchObject([
      { address: 'failed@test.example', state: 'waiting', attempts: 0 },
      { address: 'refused@test.example', state: 'waiting', attempts: 0 },
      { address: 'sent@test.example', state: 'sent', attempts: 2 },
    ])
    const [event] = await people.sql`SELECT * FROM audit_event ORDER BY seq DESC LIMIT 1`
    expect(event).toMatchObject({
      event: 'mail.retried',
      subject_id: toOwn,
      actor_id: arthur.id,
      organisation_id: own,
    })
    expect(JSON.stringify(event)).not.toContain('@')
  })

  it('looks again for recipients where there was nobody', async () => {
    await people.sql`UPDATE mail SET state = 'nobody' WHERE id = ${toDeciders}`
    expect((await retry(toDeciders, arthur)).json['state']).toBe('waiting')
    expect((await people.sql`SELECT state FROM mail WHERE id = ${toDeciders}`)[0]!['state']).toBe('waiting')
  })

  it('is refused, and changes nothing, where there is nothing to send', async () => {
    await deliver(toOwn, 'sent')
    await deliver(toStranger, 'failed')
    await people.sql`UPDATE mail SET body = replace(body, '⟦secret:abcd-EFGH⟧', '••••') WHERE id = ${toStranger}`
    const before = await auditCount()
    expect((await retry(toOwn, arthur)).json.code).toBe('mail-not-given-up')
    expect((await retry(toStranger, arthur)).json.code).toBe('mail-secret-gone')
    expect((await retry('01970000-0000-7000-8000-000000000000', arthur)).json.code).toBe('mail-not-found')
    for (const who of [olga, denise, nina, key]) expect((await retry(toStranger, who)).status).toBe(403)
    const both = await people.person('Both', [
      { organisation: 'agency', roles: ['AR'] },
      { organisation: own, roles: ['OR'] },
    ])
    expect((await retry(toStranger, both)).json.code).toBe('conflict-of-interest')
    expect((await space.request('POST', `/v1/mails/${toOwn}/retry`, { as: 'public' })).status).toBe(401)
    expect(await auditCount()).toBe(before)
  })
})
