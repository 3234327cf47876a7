import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type postgres from 'postgres'
import type { Principal } from '../../registry-api/src/db/principal.ts'
import { organisation } from '../../registry-api/src/db/schema/organisation.ts'
import { approveDecision } from '../../registry-api/src/decisions/approve-decision.ts'
import { confirmDecision } from '../../registry-api/src/decisions/confirm-decision.ts'
import type { Decision, DecisionEffects } from '../../registry-api/src/decisions/decision.ts'
import { periodicDecisions } from '../../registry-api/src/decisions/periodic.ts'
import { proposeDecision, type Proposal } from '../../registry-api/src/decisions/propose-decision.ts'
import { refuseDecision } from '../../registry-api/src/decisions/refuse-decision.ts'
import { withdrawDecision } from '../../registry-api/src/decisions/withdraw-decision.ts'
import { refusals, StaleVersion } from '../../registry-api/src/errors.ts'
import type { Role } from '../../registry-api/src/rights/roles.ts'
import { actDigest } from '../../registry-api/src/step-ups/act-digest.ts'
import type { Act } from '../../registry-api/src/step-ups/act.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../support/clock.ts'
import { seedOperator } from '../support/seed.ts'
import { connect } from '../support/test-database.ts'
import { startTrustSpace, TRUST_SPACE, type TrustSpace } from '../support/trust-space.ts'

// The engine of decisions alone, on a subject made for it: an organisation whose version the effect moves on.
let space: TrustSpace
let owner: postgres.Sql
let subject: { id: string; version: number }
let agencyId: string
let ines: Principal, igor: Principal, denise: Principal, didier: Principal, astrid: Principal

const noted = refusals({ 'effect-refused': { kind: 'conflict', en: 'No.', fr: 'Non.', next: 'Nothing.' } })
let applied = 0
const effects: DecisionEffects = {
  async 'organisation.touch'(tx, decision) {
    const rows = await tx.db
      .update(organisation)
      .set({ version: decision.subjectVersion + 1 })
      .where(and(eq(organisation.id, decision.subjectId), eq(organisation.version, decision.subjectVersion)))
      .returning({ id: organisation.id })
    if (rows.length === 0) throw new StaleVersion(0)
    applied += 1
  },
  async 'organisation.refuse'(tx, decision) {
    await tx.db.update(organisation).set({ version: 99 }).where(eq(organisation.id, decision.subjectId))
    throw noted('effect-refused')
  },
}

beforeAll(async () => {
  space = await startTrustSpace()
  owner = connect(space.database.urlFor('postgres'))
  agencyId = crypto.randomUUID()
  await owner`INSERT INTO organisation (id, version, public_number, kinds, legal_name, display_name, display_skeleton, state,
      origin, created_at, updated_at)
    VALUES (${agencyId}, 1, 'OP-09999', '{agency}', 'Agence', 'Agence', 'agence-of-the-test', 'admitted', 'registration',
      ${space.clock.now()}, ${space.clock.now()})`
  ;[ines, igor, denise, didier, astrid] = await Promise.all([
    person('ines', ['AI']),
    person('igor', ['AI']),
    person('denise', ['AI', 'AD']),
    person('didier', ['AD']),
    person('astrid', ['AS']),
  ])
})
afterAll(async () => {
  await owner.end()
  await space.stop()
})
beforeEach(async () => {
  applied = 0
  subject = { id: await seedOperator(space, `Operator ${crypto.randomUUID().slice(0, 8)}`), version: 1 }
})

async function person(name: string, roles: Role[], mail = `${name}@demo.example`): Promise<Principal> {
  const id = crypto.randomUUID()
  const at = space.clock.now()
  await owner`INSERT INTO person (id, version, name, mail, state, created_at, updated_at)
    VALUES (${id}, 1, ${name}, ${mail}, 'active', ${at}, ${at})`
  await owner`INSERT INTO membership (id, version, person_id, organisation_id, roles, state, valid_from, created_at, updated_at)
    VALUES (${crypto.randomUUID()}, 1, ${id}, ${agencyId}, ${roles}, 'active', ${at}, ${at}, ${at})`
  await authenticator(id)
  return {
    kind: 'person',
    id,
    personId: id,
    memberships: [{ id: agencyId, organisationId: agencyId, isAgency: true, roles }],
  }
}

async function authenticator(
  personId: string,
  { publicKey = Buffer.from(crypto.randomUUID()), isHardware = true } = {},
): Promise<string> {
  const id = crypto.randomUUID()
  await owner`INSERT INTO authenticator (id, person_id, credential_id, public_key, sign_count, aaguid, label, transports,
      is_hardware, created_at)
    VALUES (${id}, ${personId}, ${id}, ${publicKey}, 0, ${id}, 'key', '{}', ${isHardware}, ${space.clock.now()})`
  return id
}

/** An act that the person's security key has vouched for. */
async function stepUp(by: Principal, authenticatorId?: string): Promise<Act> {
  const act = {
    trustSpace: TRUST_SPACE,
    method: 'POST',
    path: `/v1/tests/${crypto.randomUUID()}`,
    ifMatch: null,
    bodySha256: createHash('sha256').digest('hex'),
  }
  const id = crypto.randomUUID()
  const at = space.clock.now()
  const key =
    authenticatorId ??
    (await owner<{ id: string }[]>`SELECT id FROM authenticator WHERE person_id = ${by.id} LIMIT 1`)[0]!.id
  await owner`INSERT INTO step_up (id, person_id, session_id, nonce, act_sha256, challenge, created_at, expires_at,
      authenticator_id, verified_at)
    VALUES (${id}, ${by.id}, ${id}, ${id}, ${actDigest(by.id, act)}, ${id}, ${at},
      ${new Date(at.getTime() + 120_000)}, ${key}, ${at})`
  return { ...act, stepUpId: id }
}

async function propose(by: Principal, over: Partial<Proposal> = {}): Promise<Decision> {
  const act = over.act ?? (await stepUp(by))
  return space.registry.world.inTransaction(by, (tx) =>
    proposeDecision(tx, {
      class: 'grant',
      subject: { kind: 'organisation', ...subject },
      event: 'touch',
      organisationId: subject.id,
      shown: { name: 'what was shown' },
      ...over,
      act,
    }),
  )
}

const world = () => space.registry.world
const answerTo = async (by: Principal, { id, version }: { id: string; version: number }) => ({
  id,
  version,
  act: await stepUp(by),
})
const approve = async (by: Principal, decision: Decision) =>
  approveDecision(world(), effects, by, await answerTo(by, decision))
const code = (expected: string): unknown => expect.objectContaining({ code: expected })

async function counts() {
  const [row] = await owner`SELECT (SELECT count(*)::int FROM audit_event) AS events,
    (SELECT count(*)::int FROM decision_act) AS acts, (SELECT count(*)::int FROM decision) AS decisions,
    (SELECT count(*)::int FROM step_up WHERE consumed_at IS NOT NULL) AS step_ups,
    (SELECT count(*)::int FROM mail) AS mails`
  return { ...row }
}

/** Refused with this code, and nothing written, no step-up spent. */
async function refusedWith(expected: string, work: () => Promise<unknown>): Promise<void> {
  const before = await counts()
  await expect(work()).rejects.toEqual(code(expected))
  expect(await counts()).toEqual(before)
}

const stateOf = async ({ id }: { id: string }) => {
  const [row] = await owner`SELECT state, version FROM decision WHERE id = ${id}`
  return row as unknown as { state: string; version: number }
}
const versionOfSubject = async () =>
  (await owner`SELECT version FROM organisation WHERE id = ${subject.id}`)[0]!['version'] as number
const eventsOf = async ({ id }: { id: string }) =>
  (
    await owner<{ event: string; actor_id: string; step_up_id: string | null }[]>`
      SELECT event, actor_id, step_up_id FROM audit_event WHERE subject_id = ${id} ORDER BY seq`
  ).map((row) => ({ ...row }))

describe('a decision of two persons', () => {
  it('is applied by the second one, once, in the transaction of the approval', async () => {
    const decision = await propose(ines)
    expect(decision.state).toBe('proposed')
    expect(await versionOfSubject()).toBe(1)
    const done = await approve(denise, decision)
    expect(done).toMatchObject({ state: 'approved', version: 2 })
    expect(await versionOfSubject()).toBe(2)
    expect((await eventsOf(decision)).map(({ event, actor_id }) => [event, actor_id])).toEqual([
      ['decision.proposed', ines.id],
      ['decision.approved', denise.id],
    ])
    for (const { step_up_id } of await eventsOf(decision)) expect(step_up_id).not.toBeNull()
  })

  it('writes to those who may answer', async () => {
    const decision = await propose(ines)
    const mails =
      await owner`SELECT template, recipient FROM mail WHERE dedupe_key LIKE ${`decision:${decision.id}%`}`
    expect(mails.map((row) => ({ ...row }))).toEqual([{ template: 'M5', recipient: 'AD' }])
  })

  it('is not applied by its proposer, who may decide otherwise', async () => {
    const decision = await propose(denise)
    await refusedWith('same-person', () => approve(denise, decision))
    await approve(didier, decision)
  })

  it('is not answered by an author of what it is about', async () => {
    await refusedWith('same-person', () => propose(ines, { authors: [ines.id] }))
    const decision = await propose(ines, { authors: [didier.id] })
    await refusedWith('same-person', () => approve(didier, decision))
    expect(await stateOf(decision)).toEqual({ state: 'proposed', version: 1 })
  })

  it('is not answered by whose role does not decide', async () => {
    const decision = await propose(ines)
    await refusedWith('right-missing', () => approve(igor, decision))
    await refusedWith('right-missing', () => propose(astrid))
  })

  it('is not answered by the agent who belongs to that organisation', async () => {
    const places = { id: subject.id, organisationId: subject.id, isAgency: false, roles: ['OR' as const] }
    const decision = await propose(ines)
    const inside = { ...didier, memberships: [...didier.memberships, places] }
    await refusedWith('conflict-of-interest', () => approve(inside, decision))
  })

  it('is never applied by a key, nor for the operations key', async () => {
    const decision = await propose(ines)
    const key: Principal = { ...didier, kind: 'key', scopes: ['read'] }
    await refusedWith('decision-not-found', () => approve(key, decision))
    const seeing: Principal = {
      ...key,
      memberships: [{ id: subject.id, organisationId: subject.id, isAgency: false, roles: [] }],
    }
    await refusedWith('key-may-not-decide', () => approve(seeing, decision))
    const operations: Principal = { kind: 'operations', id: 'operations-key', memberships: [], mode: 'demo' }
    await refusedWith('right-missing', async () =>
      approveDecision(world(), effects, operations, await answerTo(didier, decision)),
    )
  })

  it('needs the word of the security key, for this very act, once', async () => {
    const decision = await propose(ines)
    const act = await stepUp(didier)
    const answer = (over: Partial<Act>) =>
      approveDecision(world(), effects, didier, { id: decision.id, version: 1, act: { ...act, ...over } })
    await refusedWith('step-up-required', () => answer({ stepUpId: undefined }))
    await refusedWith('step-up-mismatch', () => answer({ path: '/v1/tests/another' }))
    await refusedWith('step-up-mismatch', async () => answer({ stepUpId: (await stepUp(denise)).stepUpId }))
    await answer({})
    subject = { ...subject, version: 2 }
    const next = await propose(ines)
    await refusedWith('step-up-used', () =>
      approveDecision(world(), effects, didier, { id: next.id, version: 1, act }),
    )
  })

  it('takes one of two approvals in one second: 200 and 412, and the effect once', async () => {
    const decision = await propose(ines)
    const both = await Promise.allSettled([approve(denise, decision), approve(didier, decision)])
    const refused = both.filter((one) => one.status === 'rejected')
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(refused.map(({ reason }) => reason as unknown)).toEqual([expect.any(StaleVersion)])
    expect(applied).toBe(1)
    expect(await versionOfSubject()).toBe(2)
  })

  it('stays open, with nothing written, where the effect is refused', async () => {
    const decision = await propose(ines, { event: 'refuse' })
    await refusedWith('effect-refused', () => approve(denise, decision))
    expect(await stateOf(decision)).toEqual({ state: 'proposed', version: 1 })
    expect(await versionOfSubject()).toBe(1)
  })

  it('is void where the subject has moved since it was shown', async () => {
    const decision = await propose(ines)
    await owner`UPDATE organisation SET version = 7 WHERE id = ${subject.id}`
    await expect(approve(denise, decision)).rejects.toEqual(code('decision-void'))
    expect(await stateOf(decision)).toEqual({ state: 'void', version: 2 })
    expect(await versionOfSubject()).toBe(7)
    expect((await eventsOf(decision)).at(-1)).toMatchObject({ event: 'decision.voided' })
    await refusedWith('decision-void', async () => approve(denise, { ...decision, version: 2 }))
  })

  it('is void by itself once the worker has seen that its subject moved', async () => {
    const [moved, standing] = [await propose(ines), await propose(ines, { event: 'refuse' })]
    const work = periodicDecisions.find(({ name }) => name === 'void-moved-decisions')!
    await work.run(world())
    expect(await stateOf(moved)).toEqual({ state: 'proposed', version: 1 })
    await owner`UPDATE organisation SET version = 7 WHERE id = ${subject.id}`
    await owner`UPDATE decision SET state = 'withdrawn' WHERE id = ${standing.id}`
    await work.run(world())
    await work.run(world())
    expect(await stateOf(moved)).toEqual({ state: 'void', version: 2 })
    expect(await stateOf(standing)).toEqual({ state: 'withdrawn', version: 1 })
    expect((await eventsOf(moved)).map(({ event }) => event)).toEqual([
      'decision.proposed',
      'decision.voided',
    ])
  })

  it('is refused by one, and that is the end of it', async () => {
    const decision = await propose(ines)
    const answer = await answerTo(denise, decision)
    await refuseDecision(world(), denise, { ...answer, reason: 'not like this' })
    expect(await stateOf(decision)).toEqual({ state: 'refused', version: 2 })
    await refusedWith('decision-wrong-state', () => approve(didier, { ...decision, version: 2 }))
    expect(await versionOfSubject()).toBe(1)
  })

  it('is withdrawn by its proposer alone', async () => {
    const decision = await propose(ines)
    const withdraw = async (by: Principal) => withdrawDecision(world(), by, await answerTo(by, decision))
    await refusedWith('not-the-proposer', () => withdraw(igor))
    await withdraw(ines)
    expect(await stateOf(decision)).toEqual({ state: 'withdrawn', version: 2 })
  })

  it('is brought once at a time; one made of an older state makes way', async () => {
    const first = await propose(ines)
    await refusedWith('decision-already-proposed', () => propose(igor))
    await owner`UPDATE organisation SET version = 2 WHERE id = ${subject.id}`
    subject = { ...subject, version: 2 }
    const second = await propose(igor)
    expect(await stateOf(first)).toEqual({ state: 'void', version: 2 })
    await approve(denise, second)
  })

  it('binds both to the same words: its digest is that of what was shown', async () => {
    const digests = new Set<string>()
    for (const shown of [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
      { a: 1, b: 3 },
    ]) {
      const decision = await propose(ines, { shown })
      digests.add(decision.digest)
      await withdrawDecision(world(), ines, await answerTo(ines, decision))
    }
    expect(digests.size).toBe(2)
  })
})

describe('two persons who may be one', () => {
  it.each(['mail', 'key'] as const)('by their %s do not approve for each other', async (common) => {
    const publicKey = Buffer.from(crypto.randomUUID())
    const mail = common === 'mail' ? 'Twice@demo.example' : undefined
    const one = await person(`one-${common}`, ['AI'], mail)
    const two = await person(`two-${common}`, ['AD'], mail?.toLowerCase())
    if (common === 'key') for (const { id } of [one, two]) await authenticator(id, { publicKey })
    const decision = await propose(one)
    await refusedWith('person-in-doubt', () => approve(two, decision))
    await approve(didier, decision)
  })
})

describe('time', () => {
  const tick = async () => {
    for (const work of periodicDecisions) await work.run(world())
  }

  it('ends a proposal after thirty days, and nobody answers it meanwhile', async () => {
    const decision = await propose(ines)
    space.clock.advance(30 * DAY_MS - MINUTE_MS)
    await tick()
    expect(await stateOf(decision)).toMatchObject({ state: 'proposed' })
    space.clock.advance(MINUTE_MS)
    await refusedWith('decision-expired', () => approve(denise, decision))
    await tick()
    await tick()
    expect(await stateOf(decision)).toEqual({ state: 'expired', version: 2 })
    expect((await eventsOf(decision)).map(({ event }) => event)).toEqual([
      'decision.proposed',
      'decision.expired',
    ])
  })

  it('lets the party be heard for fifteen days before an adverse measure, and tells it', async () => {
    const decision = await propose(ines, { class: 'adverse', reason: 'facts', clause: 'article 4' })
    expect(decision.state).toBe('observations')
    const mails = await owner`SELECT recipient FROM mail WHERE dedupe_key = ${`decision:${decision.id}:M13`}`
    expect(mails[0]?.['recipient']).toBe(subject.id)
    await refusedWith('observations-open', () => approve(denise, decision))
    space.clock.advance(15 * DAY_MS)
    await tick()
    expect(await stateOf(decision)).toEqual({ state: 'proposed', version: 2 })
    await approve(denise, { ...decision, version: 2 })
  })

  it('is not waited for where urgency is written', async () => {
    const decision = await propose(ines, { class: 'adverse', urgency: 'patients are at risk' })
    expect(decision.state).toBe('proposed')
    await approve(denise, decision)
  })
})

describe('a cut for safety', () => {
  beforeAll(() => {
    space.clock.advance(2 * DAY_MS)
  })
  const cut = (by: Principal, kind = 'drimbox', over: Partial<Proposal> = {}) =>
    propose(by, {
      class: 'safety',
      subject: { kind, id: crypto.randomUUID(), version: 2 },
      event: 'cut',
      organisationId: null,
      reason: 'key stolen',
      ...over,
    })

  it('waits for another person, not for its officer under another hat, and rings when it is late', async () => {
    const both = await person('both', ['AS', 'AD'])
    const decision = await cut(both)
    expect(decision).toMatchObject({ state: 'to-confirm' })
    const confirm = async (by: Principal) => confirmDecision(world(), by, await answerTo(by, decision))
    await refusedWith('same-person', () => confirm(both))
    await refusedWith('right-missing', () => confirm(ines))
    const rings = async () =>
      (
        await owner<{ n: number }[]>`
          SELECT count(*)::int AS n FROM mail WHERE dedupe_key LIKE ${`decision:${decision.id}:M5:ring%`}`
      )[0]!.n
    const ring = periodicDecisions.find(({ name }) => name === 'ring-unconfirmed')!
    await ring.run(world())
    expect(await rings()).toBe(0)
    space.clock.advance(24 * HOUR_MS)
    await ring.run(world())
    await ring.run(world())
    expect(await rings()).toBe(1)
    space.clock.advance(4 * HOUR_MS)
    await ring.run(world())
    expect(await rings()).toBe(2)
    expect(await stateOf(decision)).toEqual({ state: 'to-confirm', version: 1 })
    await confirm(didier)
    expect(await stateOf(decision)).toEqual({ state: 'confirmed', version: 2 })
  })

  it('needs a hardware key', async () => {
    const soft = await authenticator(astrid.id, { isHardware: false })
    const act = await stepUp(astrid, soft)
    await refusedWith('hardware-key-needed', () => cut(astrid, 'drimbox', { act }))
  })

  it('reaches five DRIMboxes or one operator in a day, also where they are cut at once', async () => {
    space.clock.advance(2 * DAY_MS)
    const cuts = await Promise.allSettled(Array.from({ length: 8 }, () => cut(astrid)))
    expect(cuts.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    await refusedWith('safety-budget', () => cut(astrid))
    await refusedWith('safety-budget', () => cut(astrid, 'commitment'))
    space.clock.advance(DAY_MS + MINUTE_MS)
    await cut(astrid, 'commitment')
    await refusedWith('safety-budget', () => cut(astrid, 'commitment'))
    await refusedWith('safety-budget', () => cut(astrid))
  })

  it('is refused to whoever is not on call', async () => {
    for (const by of [ines, denise]) await refusedWith('right-missing', () => cut(by))
  })
})

describe('the database', () => {
  it('lets nobody write an approval of one person, nor change what was decided', async () => {
    const decision = await propose(ines)
    const attempt = (statement: string) =>
      owner.unsafe(statement).then(
        () => 'done',
        (error: { code: string }) => error.code,
      )
    expect(await attempt(`UPDATE decision SET state = 'approved' WHERE id = '${decision.id}'`)).toBe('23514')
    expect(await attempt(`UPDATE decision SET payload = '{"x":1}' WHERE id = '${decision.id}'`)).toBe('23514')
    expect(await attempt(`UPDATE decision_act SET verdict = 'approve'`)).toBe('42501')
    await expect(
      world().inTransaction(ines, (tx) => tx.db.execute(sql`DELETE FROM decision_act`)),
    ).rejects.toThrow()
  })
})
