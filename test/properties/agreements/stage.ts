import { createHash, randomBytes, randomUUID, webcrypto } from 'node:crypto'
import { resolveCredential } from '../../../registry-api/src/accounts/resolve-credential.ts'
import { appendChanges } from '../../../registry-api/src/audit/append-changes.ts'
import type { Principal } from '../../../registry-api/src/db/principal.ts'
import { openSessions } from '../../../registry-api/src/db/sessions.ts'
import { createInTransaction } from '../../../registry-api/src/db/transaction.ts'
import { createUuidV7 } from '../../../registry-api/src/db/uuid.ts'
import { initialiseInstance } from '../../../registry-api/src/trust-space/initialise-instance.ts'
import type { Role } from '../../../registry-api/src/rights/roles.ts'
import type { Act } from '../../../registry-api/src/step-ups/act.ts'
import { DAY_MS, testClock } from '../../support/clock.ts'
import { createPeople, type TestPerson } from '../../support/people.ts'
import { ROLE_PASSWORDS, type TestDatabase } from '../../support/test-database.ts'
import { TRUST_SPACE, ZONE } from '../../support/trust-space.ts'

/** The agency of every sequence. `denise-again`: another account of Denise; the two of a pair may be one person. */
export const AGENCY = {
  arthur: ['AR'],
  ines: ['AI'],
  igor: ['AI'],
  denise: ['AD'],
  didier: ['AD'],
  /** Shares a security key with Didier. */
  daria: ['AD'],
  /** Shares a mail address with Denise. */
  dora: ['AD'],
  both: ['AI', 'AD'],
  astrid: ['AS'],
  asad: ['AS', 'AD'],
  /** Is also a reader of the organisation of the sequence. */
  carl: ['AI', 'AD'],
} as const satisfies Record<string, readonly Role[]>
export const IN_DOUBT: readonly (readonly [string, string])[] = [
  ['didier', 'daria'],
  ['denise', 'dora'],
]

export type AgencyName = keyof typeof AGENCY
/** Everybody who may try something. `key`: an API key of the organisation; `stranger`: another one's signatory. */
export type CastName = AgencyName | 'denise-again' | 'os' | 'oa' | 'stranger' | 'key'
export const CAST: readonly CastName[] = [
  ...(Object.keys(AGENCY) as AgencyName[]),
  'denise-again',
  'os',
  'oa',
  'stranger',
  'key',
]

/** Which person is behind an account: four eyes count persons. */
export const personOf = (name: CastName): string => (name === 'denise-again' ? 'denise' : name)

export type Stage = Awaited<ReturnType<typeof openStage>>
export type Troupe = Awaited<ReturnType<Stage['troupe']>>

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The registry's use-cases on a database, without HTTP, signer or publisher; time moves by its clock alone. */
export async function openStage(database: Pick<TestDatabase, 'urlFor'>) {
  const clock = testClock()
  const sessions = openSessions(database.urlFor('registry_api'), { max: 2 })
  const newId = createUuidV7(clock.now, (bytes) => webcrypto.getRandomValues(bytes))
  const identity = { trustSpace: TRUST_SPACE, space: 'TEST', mode: 'demo', zone: ZONE } as const
  const world = {
    inTransaction: createInTransaction({ sessions, clock: clock.now, newId, beforeCommit: appendChanges }),
    clock: clock.now,
    ...identity,
  }
  await initialiseInstance(world, identity)
  const people = await createPeople({ database: database as TestDatabase, clock })
  const { sql } = people
  await people.agency()
  const strangersOwn = await people.organisation({ name: `Étrangère ${randomUUID().slice(0, 8)}` })
  const agents = new Map<CastName, TestPerson>()
  for (const [name, roles] of Object.entries(AGENCY))
    agents.set(name as CastName, await people.person(name, [{ organisation: 'agency', roles }]))
  agents.set(
    'stranger',
    await people.person('stranger', [{ organisation: strangersOwn, roles: ['OA', 'OS'] }]),
  )
  const idOf = (name: CastName) => agents.get(name)!.id
  for (const who of agents.values()) await people.stepUp(who, { method: 'GET', path: '/first-key' })
  await sql`UPDATE authenticator SET is_hardware = true WHERE person_id IN (${idOf('astrid')}, ${idOf('asad')})`
  await sql`UPDATE authenticator SET public_key = (SELECT public_key FROM authenticator WHERE person_id = ${idOf('didier')})
             WHERE person_id = ${idOf('daria')}`
  await sql`UPDATE person SET mail = (SELECT upper(mail) FROM person WHERE id = ${idOf('denise')})
             WHERE id = ${idOf('dora')}`
  agents.set('denise-again', await secondAccount(agents.get('denise')!))

  /** Another identity of the same person, with a session of its own. */
  async function secondAccount({ id }: TestPerson): Promise<TestPerson> {
    const identityId = randomUUID()
    const now = clock.now()
    await sql`INSERT INTO identity ${sql({
      id: identityId,
      person_id: id,
      issuer: 'https://another.provider.example',
      subject: randomUUID(),
      created_at: now,
    })}`
    const token = randomBytes(32).toString('base64url')
    await sql`INSERT INTO session ${sql({
      id: randomUUID(),
      token_sha256: sha256(token),
      person_id: id,
      identity_id: identityId,
      created_at: now,
      last_seen_at: now,
      expires_at: now,
      idle_ms: 2_000_000_000,
    })}`
    return { id, headers: { authorization: `Session ${token}` } }
  }

  const principalOf = async ({ headers }: Pick<TestPerson, 'headers'>): Promise<Principal> => {
    const [, scheme = '', token = ''] = /^(\w+) (.+)$/.exec(headers.authorization) ?? []
    const [, prefix = '', secret = ''] = /^drim_([^_]+)_(.+)$/.exec(token) ?? []
    const principal = await resolveCredential(
      world,
      scheme === 'Session'
        ? { kind: 'session', tokenSha256: sha256(token) }
        : { kind: 'key', prefix, secretSha256: sha256(secret) },
    )
    if (principal === undefined) throw new Error('nobody has this credential')
    return principal
  }

  // Whose places never change is resolved once; those of Carl change with each sequence.
  const resolved = new Map<CastName, Principal>()
  await sql`UPDATE session SET expires_at = ${new Date(clock.now().getTime() + DAY_MS)}`
  for (const [name, who] of agents) resolved.set(name, await principalOf(who))

  return {
    world,
    clock,
    sql,
    people,

    /** A new organisation with its people, and everybody as the registry now knows them. */
    async troupe() {
      const now = clock.now()
      await sql`UPDATE session SET last_seen_at = ${now}, expires_at = ${new Date(now.getTime() + DAY_MS)}
                 WHERE person_id = ${idOf('carl')}`
      const organisationId = await people.organisation({
        name: `Exploitant ${randomUUID()}`,
        commitment: null,
      })
      const os = await people.person('os', [{ organisation: organisationId, roles: ['OS'] }])
      const oa = await people.person('oa', [{ organisation: organisationId, roles: ['OA'] }])
      const key = await people.apiKey(organisationId, oa, ['read', 'boxes'])
      await sql`INSERT INTO membership ${sql({
        id: randomUUID(),
        version: 1,
        person_id: idOf('carl'),
        organisation_id: organisationId,
        roles: ['OR'],
        state: 'active',
        valid_from: now,
        created_at: now,
        updated_at: now,
      })}`
      const carl = agents.get('carl')!
      const principals = new Map(resolved)
      for (const [name, who] of [
        ['carl', carl],
        ['os', os],
        ['oa', oa],
        ['key', key],
      ] as const)
        principals.set(name, await principalOf(who))
      const nameOf = new Map([...principals].map(([name, { personId }]) => [personId, personOf(name)]))
      return {
        organisationId,
        /** Of the signatory, to be attached. */
        documentId: await aDocument(os.id),
        principal: (name: CastName) => principals.get(name)!,
        /** The person behind an id, as the cast calls them. */
        nameOf: (personId: string) => nameOf.get(personId) ?? 'somebody',
      }
    },

    /** A call, and perhaps the word of the caller's security key for it. */
    async act(principal: Principal, isVouched: boolean): Promise<Act> {
      const path = `/v1/acts/${randomUUID()}`
      const bare = { trustSpace: TRUST_SPACE, method: 'POST', path, ifMatch: null, bodySha256: sha256('') }
      if (!isVouched || principal.kind !== 'person') return { ...bare, stepUpId: undefined }
      const who = { id: principal.id, headers: { authorization: '' } }
      const headers = await people.stepUp(who, { method: 'POST', path })
      return { ...bare, stepUpId: headers['x-step-up'] }
    },

    /** What is left of a sequence ends, so that time has nothing to do with it in the next ones. */
    async clear(organisationId: string): Promise<void> {
      await sql`UPDATE decision SET state = 'expired' WHERE organisation_id = ${organisationId}
                   AND state IN ('proposed', 'observations')`
      await sql`UPDATE decision SET state = 'confirmed' WHERE organisation_id = ${organisationId} AND state = 'to-confirm'`
      await sql`UPDATE commitment SET state = 'ended', resume_to = NULL
                 WHERE organisation_id = ${organisationId} AND state <> 'ended'`
      await sql`UPDATE membership SET state = 'ended' WHERE organisation_id = ${organisationId}`
    },

    async close(): Promise<void> {
      await people.end()
      await sessions.close()
    },
  }

  async function aDocument(uploadedBy: string): Promise<string> {
    const id = randomUUID()
    const content = Buffer.from(id)
    await sql`INSERT INTO document ${sql({
      id,
      uploaded_by: uploadedBy,
      purpose: 'commitment',
      name: 'signé.pdf',
      media_type: 'application/pdf',
      size: content.length,
      sha256: sha256(content),
      content,
      created_at: clock.now(),
    })}`
    return id
  }
}

/** A database of a cluster, for its roles. */
export function databaseAt(superuserUrl: string, name: string): Pick<TestDatabase, 'urlFor'> {
  return {
    urlFor(role) {
      const url = new URL(superuserUrl)
      url.pathname = `/${name}`
      if (role !== 'postgres') {
        url.username = role
        url.password = ROLE_PASSWORDS[role]
      }
      return url.href
    },
  }
}
