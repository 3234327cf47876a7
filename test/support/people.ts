import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { skeletonOf } from '../../registry-api/src/organisations/display-name.ts'
import type { Role } from '../../registry-api/src/rights/roles.ts'
import { actDigest } from '../../registry-api/src/step-ups/act-digest.ts'
import { connect } from './test-database.ts'
import { TRUST_SPACE, type TrustSpace } from './trust-space.ts'

export interface TestPerson {
  readonly id: string
  /** A session of theirs. */
  readonly headers: { readonly authorization: string }
}

export interface Place {
  /** Id, or `agency`. */
  readonly organisation: string
  readonly roles: readonly Role[]
}

export type People = Awaited<ReturnType<typeof createPeople>>

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/**
 * People, organisations and confirmed step-ups, written by the database's owner: for tests that are about something
 * else than how people get in. Sign-in, invitations and security keys have tests of their own.
 */
export async function createPeople(space: Pick<TrustSpace, 'database' | 'clock'>) {
  const sql = connect(space.database.urlFor('postgres'))
  const now = () => space.clock.now()
  const organisation = async (given: {
    readonly name: string
    readonly kinds?: readonly string[]
    readonly siren?: string
    /** Default `active`; null: none. */
    readonly commitment?: string | null
  }): Promise<string> => {
    const id = randomUUID()
    // Above whatever was given meanwhile: an admission of the test takes the next one, too.
    const [{ number } = { number: 0 }] = await sql<{ number: number }[]>`
      SELECT greatest(max(number), 80000)::int + 1 AS number FROM organisation_number`
    await sql`INSERT INTO organisation ${sql({
      id,
      version: 1,
      public_number: `OP-${number}`,
      kinds: [...(given.kinds ?? ['operator'])],
      legal_name: given.name,
      display_name: given.name,
      display_skeleton: skeletonOf(given.name),
      siren: given.siren ?? null,
      state: 'admitted',
      origin: 'registration',
      admitted_at: now(),
      created_at: now(),
      updated_at: now(),
    })}`
    await sql`INSERT INTO organisation_number ${sql({ number, organisation_id: id, at: now() })}`
    if (given.commitment === null) return id
    const state = given.commitment ?? 'active'
    await sql`INSERT INTO commitment ${sql({
      id: randomUUID(),
      version: 1,
      organisation_id: id,
      kind: 'test-agreement',
      signatories: sql.json([]),
      l2_consent: false,
      state,
      resume_to: state === 'frozen' || state === 'out' ? 'active' : null,
      ends_on: state === 'notice' || state === 'winding-down' ? '2099-12-31' : null,
      waiting_since: now(),
      activated_at: now(),
      created_at: now(),
      updated_at: now(),
    })}`
    return id
  }
  const agency = async (): Promise<string> => {
    const [known] = await sql<{ id: string }[]>`SELECT id FROM organisation WHERE 'agency' = ANY (kinds)`
    return known?.id ?? (await organisation({ name: 'ANS', kinds: ['agency'], commitment: null }))
  }
  /** A person with their places and a session that outlives the test. */
  const person = async (name: string, places: readonly Place[] = []): Promise<TestPerson> => {
    const id = randomUUID()
    await sql`INSERT INTO person ${sql({
      id,
      version: 1,
      name,
      mail: `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}-${id.slice(0, 8)}@test.example`,
      state: 'active',
      created_at: now(),
      updated_at: now(),
    })}`
    for (const { organisation: place, roles } of places) {
      await sql`INSERT INTO membership ${sql({
        id: randomUUID(),
        version: 1,
        person_id: id,
        organisation_id: place === 'agency' ? await agency() : place,
        roles: [...roles],
        state: 'active',
        valid_from: now(),
        created_at: now(),
        updated_at: now(),
      })}`
    }
    const token = randomBytes(32).toString('base64url')
    await sql`INSERT INTO session ${sql({
      id: randomUUID(),
      token_sha256: sha256(token),
      person_id: id,
      created_at: now(),
      last_seen_at: now(),
      expires_at: new Date(now().getTime() + 3_650 * 86_400_000),
      idle_ms: 2_000_000_000,
    })}`
    return { id, headers: { authorization: `Session ${token}` } }
  }
  return {
    sql,
    agency,
    organisation,
    person,

    /** The header of a step-up that the person's security key has confirmed for exactly this call. */
    async stepUp(
      who: TestPerson,
      call: {
        readonly method: string
        readonly path: string
        readonly ifMatch?: string
        readonly body?: unknown
      },
    ): Promise<{ 'x-step-up': string }> {
      const id = randomUUID()
      const authenticatorId = await authenticatorOf(who)
      const body = call.body === undefined ? '' : JSON.stringify(call.body)
      const act = {
        trustSpace: TRUST_SPACE,
        method: call.method,
        path: call.path,
        ifMatch: call.ifMatch ?? null,
        bodySha256: sha256(body),
      }
      await sql`INSERT INTO step_up ${sql({
        id,
        person_id: who.id,
        session_id: randomUUID(),
        nonce: randomUUID(),
        act_sha256: actDigest(who.id, act),
        challenge: 'made by a test',
        created_at: now(),
        expires_at: new Date(now().getTime() + 120_000),
        authenticator_id: authenticatorId,
        verified_at: now(),
      })}`
      return { 'x-step-up': id }
    },

    /** An API key of the organisation, answered for by the person. */
    async apiKey(
      organisationId: string,
      who: TestPerson,
      scopes: readonly string[],
    ): Promise<{ readonly id: string; readonly headers: { readonly authorization: string } }> {
      const id = randomUUID()
      const prefix = randomBytes(6).toString('hex')
      const secret = randomBytes(32).toString('base64url')
      await sql`INSERT INTO api_key ${sql({
        id,
        version: 1,
        organisation_id: organisationId,
        prefix,
        secret_sha256: sha256(secret),
        name: 'key of a test',
        scopes: [...scopes],
        person_id: who.id,
        expires_at: new Date(now().getTime() + 90 * 86_400_000),
        created_at: now(),
        updated_at: now(),
      })}`
      return { id, headers: { authorization: `Bearer drim_${prefix}_${secret}` } }
    },

    end: () => sql.end(),
  }

  async function authenticatorOf(who: TestPerson): Promise<string> {
    const [known] = await sql<{ id: string }[]>`
      SELECT id FROM authenticator WHERE person_id = ${who.id} AND ended_at IS NULL LIMIT 1`
    if (known !== undefined) return known.id
    const id = randomUUID()
    await sql`INSERT INTO authenticator ${sql({
      id,
      person_id: who.id,
      credential_id: randomUUID(),
      public_key: randomBytes(32),
      sign_count: 0,
      aaguid: '00000000-0000-0000-0000-000000000000',
      label: 'key of a test',
      transports: [],
      is_hardware: false,
      created_at: now(),
    })}`
    return id
  }
}
