import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSoftAuthenticator, SOFT_AAGUID } from '../../demo/soft-authenticator/soft-authenticator.ts'
import { actDigest } from '../../registry-api/src/step-ups/act-digest.ts'
import { SOFT_AAGUID as SOFT_AAGUID_OF_REGISTRY } from '../../registry-api/src/step-ups/authenticator.rules.ts'
import { challengeOf } from '../../registry-api/src/step-ups/challenge.ts'
import { MINUTE_MS, SECOND_MS } from '../support/clock.ts'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { acceptInvitation, askedOf, softKey, type Call, type SoftKey } from '../support/soft-key.ts'
import { startTrustSpace, TRUST_SPACE, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let denise: TestPerson
let didier: TestPerson
let key: SoftKey

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
})
afterAll(async () => {
  await people.end()
  await space.stop()
})
beforeEach(async () => {
  denise = await people.person('Denise', [{ organisation: 'agency', roles: ['AD'] }])
  didier = await people.person('Didier', [{ organisation: 'agency', roles: ['AD'] }])
  key = softKey(space)
})

/** An act that takes the word of a security key and that everybody may try: the end of one of one's own keys. */
const endOf = (id: string): Call => ({ method: 'DELETE', path: `/v1/me/authenticators/${id}` })

const accept = (who: TestPerson) => acceptInvitation(people, who, space.clock.now())

/** The same person, before another screen. */
async function anotherSession(who: TestPerson): Promise<TestPerson> {
  const token = randomBytes(32).toString('base64url')
  const now = space.clock.now()
  await people.sql`INSERT INTO session ${people.sql({
    id: randomUUID(),
    token_sha256: createHash('sha256').update(token).digest('hex'),
    person_id: who.id,
    created_at: now,
    last_seen_at: now,
    expires_at: new Date(now.getTime() + 3_600_000),
    idle_ms: 3_600_000,
  })}`
  return { id: who.id, headers: { authorization: `Session ${token}` } }
}

/** A person with two keys, the second of which may be ended. */
async function holding(who: TestPerson) {
  await accept(who)
  await key.enrol(who)
  const spare = softKey(space)
  const { id } = await spare.enrol(who, key)
  return { spare, spareId: id, end: endOf(id) }
}

const events = async () => {
  const { json } = await space.request('GET', '/v1/audit-events?limit=200&order=desc')
  return json.items.map(({ event }) => event)
}

/** Refused with this code, and no event of it. */
async function expectRefused(
  status: number,
  code: string,
  call: () => Promise<{ status: number; json: object }>,
) {
  const before = await events()
  const answer = await call()
  expect([answer.status, (answer.json as { code?: string }).code]).toEqual([status, code])
  expect(await events()).toEqual(before)
}

describe('a step-up', () => {
  it('lets exactly the act be done that the key has vouched for, and is told by its event', async () => {
    const { end, spareId } = await holding(denise)
    const header = await key.stepUp(denise, end)
    expect((await key.send(denise, end, header)).status).toBe(204)
    const { json } = await space.request('GET', `/v1/audit-events?subject=${spareId}`)
    expect(json.items.map(({ event, stepUp }) => [event, stepUp])).toEqual([
      ['authenticator.enrolled', expect.any(String)],
      ['authenticator.ended', header['x-step-up']],
    ])
  })

  it('signs the digest of procedures 4, which anybody can compute from what is shown', async () => {
    await holding(denise)
    const call: Call = {
      method: 'POST',
      path: '/v1/commitments/x/cut',
      ifMatch: '"v3"',
      body: { reason: 'é' },
    }
    const { json } = await key.ask(denise, call)
    const { nonce, options } = json as { nonce: string; options: Record<string, unknown> }
    const { ifMatch = null, ...asked } = askedOf(call)
    const digest = actDigest(denise.id, { ...asked, ifMatch, trustSpace: TRUST_SPACE })
    const byHand = `{"bodySha256":"${asked.bodySha256}","ifMatch":"\\"v3\\"","method":"POST","path":"${asked.path}","person":"${denise.id}","space":"${TRUST_SPACE}"}`
    expect(digest).toBe(createHash('sha256').update(byHand).digest('hex'))
    expect(options['challenge']).toBe(challengeOf(nonce, digest))
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required', timeout: 120_000 })
  })

  it('for one act is refused on another, and a used one on the same (P example 26)', async () => {
    const { end } = await holding(denise)
    const third = softKey(space)
    const { id } = await third.enrol(denise, key)
    const header = await key.stepUp(denise, end)
    await expectRefused(403, 'step-up-mismatch', () => key.send(denise, endOf(id), header))
    expect((await key.send(denise, end, header)).status).toBe(204)
    await people.sql`UPDATE authenticator SET ended_at = NULL WHERE person_id = ${denise.id}`
    await expectRefused(403, 'step-up-used', () => key.send(denise, end, header))
  })

  it('is refused with another body, another If-Match, and to another person', async () => {
    await holding(denise)
    await holding(didier)
    const call = await softKey(space).register(denise)
    const header = await key.stepUp(denise, call)
    const body = { ...call.body, label: 'autre' }
    await expectRefused(403, 'step-up-mismatch', () => key.send(denise, { ...call, body }, header))
    await expectRefused(403, 'step-up-mismatch', () => key.send(denise, { ...call, ifMatch: '"v1"' }, header))
    const own = await softKey(space).register(didier)
    // Made by Denise for exactly the call that Didier then makes.
    const ofDenise = await key.stepUp(denise, own)
    await expectRefused(403, 'step-up-mismatch', () => key.send(didier, own, ofDenise))
    expect((await key.send(denise, call, header)).status).toBe(201)
  })

  it('is needed: without one, unanswered, unknown or in a strange form the act is refused', async () => {
    const { end } = await holding(denise)
    await expectRefused(403, 'step-up-required', () => key.send(denise, end))
    const { json } = await key.ask(denise, end)
    const unanswered = { 'x-step-up': String(json['id']) }
    await expectRefused(403, 'step-up-required', () => key.send(denise, end, unanswered))
    for (const id of ['01970000-0000-7000-8000-000000000000', "'; DROP TABLE step_up; --"])
      await expectRefused(403, 'step-up-mismatch', () => key.send(denise, end, { 'x-step-up': id }))
  })

  it('lasts two minutes, to be answered and to be used', async () => {
    const { end } = await holding(denise)
    const { json: late } = await key.ask(denise, end)
    space.clock.advance(120 * SECOND_MS)
    await expectRefused(403, 'step-up-expired', () => key.answer(denise, late))
    const header = await key.stepUp(denise, end)
    space.clock.advance(120 * SECOND_MS)
    await expectRefused(403, 'step-up-expired', () => key.send(denise, end, header))
  })

  it('is not spent by an act that fails', async () => {
    const { end, spareId } = await holding(denise)
    const header = await key.stepUp(denise, end)
    await people.sql`UPDATE authenticator SET ended_at = ${space.clock.now()} WHERE id <> ${spareId} AND person_id = ${denise.id}`
    await expectRefused(409, 'authenticator-last', () => key.send(denise, end, header))
    await people.sql`UPDATE authenticator SET ended_at = NULL WHERE person_id = ${denise.id}`
    expect((await key.send(denise, end, header)).status).toBe(204)
  })

  it('used by two calls at once is used once', async () => {
    await holding(denise)
    const call = await softKey(space).register(denise)
    const header = await key.stepUp(denise, call)
    const answers = await Promise.all([1, 2, 3, 4].map(() => key.send(denise, call, header)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 403, 403, 403])
  })
})

describe('the answer of a security key', () => {
  it('without user verification is refused', async () => {
    const { end } = await holding(denise)
    const { json } = await key.ask(denise, end)
    const answer = await key.answer(denise, json, { userVerified: false })
    expect([answer.status, answer.json]).toMatchObject([
      403,
      { code: 'step-up-not-verified', fault: 'user-verification' },
    ])
    await expectRefused(403, 'step-up-required', () =>
      key.send(denise, end, { 'x-step-up': String(json['id']) }),
    )
  })

  it.each([
    ['of a copy of the key, whose counter stands still', 'counter'],
    ['over another challenge', 'challenge'],
    ['made on another page', 'origin'],
    ['for another relying party', 'relying-party'],
    ['with a wrong signature', 'signature'],
    ['by a key that is not theirs', 'unknown-key'],
  ])('%s is refused: %s', async (_, fault) => {
    const { end } = await holding(denise)
    await key.stepUp(denise, end)
    const { json } = await key.ask(denise, end)
    const asked = json['options'] as object
    const credential = await {
      counter: () => key.key.assert(asked as never, 'http://localhost:3000', { counter: 1 }),
      challenge: () => key.key.assert({ ...asked, challenge: 'AAAA' }, 'http://localhost:3000'),
      origin: () => key.key.assert(asked as never, 'http://localhost:3001'),
      'relying-party': async () => {
        const made = await key.key.assert(asked as never, 'http://localhost:3000')
        const data = Buffer.from(made.response.authenticatorData, 'base64url')
        data[0]! ^= 1
        return { ...made, response: { ...made.response, authenticatorData: data.toString('base64url') } }
      },
      signature: async () => {
        const made = await key.key.assert(asked as never, 'http://localhost:3000')
        const signature = Buffer.from(made.response.signature, 'base64url')
        signature[signature.length - 1]! ^= 1
        return { ...made, response: { ...made.response, signature: signature.toString('base64url') } }
      },
      'unknown-key': async () => {
        await accept(didier)
        const lent = softKey(space)
        await lent.enrol(didier)
        return lent.key.assert({ ...asked, allowCredentials: undefined } as never, 'http://localhost:3000')
      },
    }[fault]!()
    const path = `/v1/step-ups/${String(json['id'])}/answer`
    const answer = await key.send(denise, { method: 'POST', path, body: { credential } })
    expect([answer.status, answer.json]).toMatchObject([403, { code: 'step-up-not-verified', fault }])
    await expectRefused(403, 'step-up-required', () =>
      key.send(denise, end, { 'x-step-up': String(json['id']) }),
    )
  })

  it('is taken once, from the one who asked, in the session where it was asked', async () => {
    const { end } = await holding(denise)
    await holding(didier)
    const { json } = await key.ask(denise, end)
    await expectRefused(404, 'step-up-not-found', () => key.answer(didier, json))
    const elsewhere = await anotherSession(denise)
    await expectRefused(404, 'step-up-not-found', () => key.answer(elsewhere, json))
    expect((await key.answer(denise, json)).status).toBe(200)
    await expectRefused(409, 'step-up-answered', () => key.answer(denise, json))
  })

  it('is asked of nobody without a key, of no API key and of no operations key', async () => {
    const call = endOf('01970000-0000-7000-8000-000000000000')
    await expectRefused(409, 'authenticator-missing', () => key.ask(denise, call))
    const organisation = await people.organisation({ name: 'Imagerie A' })
    const olga = await people.person('Olga', [{ organisation, roles: ['OA'] }])
    const apiKey = await people.apiKey(organisation, olga, ['read'])
    await expectRefused(403, 'key-may-not-decide', () => key.ask(apiKey, call))
    const asked = await space.request('POST', '/v1/step-ups', { body: askedOf(call) })
    expect([asked.status, asked.json.code]).toEqual([403, 'right-missing'])
    const nobody = await space.request('POST', '/v1/step-ups', { as: 'public', body: askedOf(call) })
    expect([nobody.status, nobody.json.code]).toEqual([401, 'authentication-required'])
  })
})

describe('security keys', () => {
  it('are enrolled, listed and ended; the second and each further one is mailed to its owner', async () => {
    await accept(denise)
    await key.enrol(denise)
    const mails = async () => people.sql`SELECT template FROM mail WHERE recipient = ${denise.id} ORDER BY id`
    expect(await mails()).toEqual([])
    const spare = softKey(space)
    await spare.enrol(denise, key)
    expect((await mails()).map(({ template }) => template as string)).toEqual(['authenticator-added'])
    const { json } = await space.request('GET', '/v1/me/authenticators', { as: denise })
    expect(json).toMatchObject({
      asked: 2,
      items: [
        { label: 'clé de test', kind: 'soft' },
        { label: 'clé de test', kind: 'soft' },
      ],
    })
    expect(json.items[0]!['lastUsedAt']).toBe(space.clock.now().toISOString())
    const { json: of } = await space.request('GET', '/v1/me/authenticators', { as: didier })
    expect(of.items).toEqual([])
  })

  it('say of themselves that they are soft, which a real instance refuses', () => {
    expect(SOFT_AAGUID_OF_REGISTRY).toBe(SOFT_AAGUID)
  })

  it('begin within 15 minutes of accepting an invitation, and not later', async () => {
    await accept(denise)
    space.clock.advance(15 * MINUTE_MS + 1)
    const begin = { method: 'POST', path: '/v1/me/authenticators/options' }
    await expectRefused(403, 'authenticator-window-closed', () => key.send(denise, begin))
    await accept(denise)
    const call = await key.register(denise)
    space.clock.advance(15 * MINUTE_MS + 1)
    // The offer, five minutes old at most, is over as well by then.
    await expectRefused(403, 'enrolment-unknown', () => key.send(denise, call))
    await accept(denise)
    space.clock.advance(14 * MINUTE_MS)
    const late = await key.register(denise)
    space.clock.advance(2 * MINUTE_MS)
    await expectRefused(403, 'authenticator-window-closed', () => key.send(denise, late))
  })

  it('may be enrolled by an author of an admission, who has no place yet and no invitation', async () => {
    const nina = await people.person('Nina')
    await key.enrol(nina)
    const { json } = await space.request('GET', '/v1/me/authenticators', { as: nina })
    expect(json.items).toHaveLength(1)
  })

  it('of two first keys at once, one is enrolled', async () => {
    await accept(denise)
    const calls = [await key.register(denise), await softKey(space).register(denise)]
    const answers = await Promise.all(calls.map((call) => key.send(denise, call)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 403])
    const codes = answers.map(({ json }) => json['code']).filter(Boolean)
    expect(codes).toEqual(['step-up-required'])
  })

  it('are enrolled by the offer made in this session to this person, once', async () => {
    await accept(denise)
    await accept(didier)
    const call = await key.register(denise)
    await expectRefused(403, 'enrolment-unknown', () => key.send(didier, call))
    const elsewhere = await anotherSession(denise)
    await expectRefused(403, 'enrolment-unknown', () => key.send(elsewhere, call))
    expect((await key.send(denise, call)).status).toBe(201)
    const header = await key.stepUp(denise, call)
    await expectRefused(403, 'enrolment-unknown', () => key.send(denise, call, header))
  })

  it('are not enrolled by the challenge of a step-up, nor do step-ups take the challenge of an enrolment', async () => {
    const { end } = await holding(denise)
    const { json } = await key.ask(denise, end)
    const { challenge } = json['options'] as { challenge: string }
    const options = {
      challenge,
      rp: { id: 'localhost', name: '' },
      user: { id: 'AAAA', name: 'x', displayName: '' },
      pubKeyCredParams: [{ alg: -7, type: 'public-key' as const }],
    }
    const credential = await createSoftAuthenticator().register(options, 'http://localhost:3000')
    const call: Call = { method: 'POST', path: '/v1/me/authenticators', body: { credential, label: 'x' } }
    await expectRefused(403, 'enrolment-unknown', () => key.send(denise, call))
  })

  it('without user verification are not enrolled', async () => {
    await accept(denise)
    const { json } = await key.send(denise, { method: 'POST', path: '/v1/me/authenticators/options' })
    const credential = await key.key.register(json['options'] as never, 'http://localhost:3000', {
      userVerified: false,
    })
    const call: Call = { method: 'POST', path: '/v1/me/authenticators', body: { credential, label: 'x' } }
    const answer = await key.send(denise, call)
    expect([answer.status, answer.json]).toMatchObject([
      403,
      { code: 'enrolment-not-verified', fault: 'user-verification' },
    ])
  })

  it('of the agency exclude each other: an honest device is not enrolled for two who decide', async () => {
    await accept(denise)
    await accept(didier)
    const device = softKey(space, { key: createSoftAuthenticator({ isOneDevice: true }) })
    await device.enrol(denise)
    await expect(device.register(didier)).rejects.toThrow('has a key here already')
  })

  it('that two persons share by their key pair put the two in doubt (S8, P example 7)', async () => {
    const inDoubt = async () => {
      const [row] = await people.sql`SELECT persons_are_in_doubt(${denise.id}, ${didier.id}) AS verdict`
      return row?.['verdict'] as boolean
    }
    await accept(denise)
    await key.enrol(denise)
    await accept(didier)
    const { json } = await key.send(didier, { method: 'POST', path: '/v1/me/authenticators/options' })
    expect(await inDoubt()).toBe(false)
    const pairOf = key.key.keys()[0]!.credentialId
    const credential = await key.key.register(json['options'] as never, 'http://localhost:3000', { pairOf })
    const call: Call = { method: 'POST', path: '/v1/me/authenticators', body: { credential, label: 'x' } }
    expect((await key.send(didier, call)).status).toBe(201)
    expect(await inDoubt()).toBe(true)
  })

  it('the last one is not ended, nor another person’s', async () => {
    await accept(denise)
    const { id } = await key.enrol(denise)
    const header = await key.stepUp(denise, endOf(id))
    await expectRefused(409, 'authenticator-last', () => key.send(denise, endOf(id), header))
    const { spareId } = await holding(didier)
    await expectRefused(404, 'authenticator-not-found', () => key.send(denise, endOf(spareId), header))
  })
})
