import { systemPrincipal, type Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { World } from '../world.ts'
import { credentialQueries } from './credential.queries.ts'

export type Credential =
  | { readonly kind: 'session'; readonly tokenSha256: string }
  | { readonly kind: 'key'; readonly prefix: string; readonly secretSha256: string }

const NOTED_EVERY_MS = 60_000
const AUTHENTICATION = systemPrincipal('authentication')

/**
 * Who bears a session or an API key, with the places that count now. Undefined where it is unknown, over, revoked, or
 * where its person has left: never why. The rows are read anew for each request, so that a revocation bites at the next.
 */
export async function resolveCredential(
  world: World & { readonly mode: 'demo' | 'real' },
  credential: Credential,
): Promise<Principal | undefined> {
  const found = await world.inTransaction(
    AUTHENTICATION,
    (tx) =>
      credential.kind === 'session' ? bearerOfSession(tx, world, credential) : bearerOfKey(tx, credential),
    { readOnly: true, planOnce: true },
  )
  if (found?.note !== undefined) await world.inTransaction(AUTHENTICATION, found.note)
  return found?.principal
}

interface Bearer {
  readonly principal: Principal
  /** Writes down that they were seen, where that is due. */
  readonly note: ((tx: Transaction) => Promise<void>) | undefined
}

async function bearerOfSession(
  tx: Transaction,
  world: { readonly mode: 'demo' | 'real' },
  { tokenSha256 }: Extract<Credential, { kind: 'session' }>,
): Promise<Bearer | undefined> {
  const queries = credentialQueries(tx)
  const [session, memberships] = await Promise.all([
    queries.liveSession(tokenSha256),
    queries.membershipsOf(tokenSha256),
  ])
  if (session === undefined) return undefined
  const isProvisional =
    world.mode === 'real' && memberships.some((each) => each.isAgency) && !(await queries.isAgencyReady())
  const isDue = tx.at.getTime() - session.lastSeenAt.getTime() >= NOTED_EVERY_MS
  return {
    principal: {
      kind: 'person',
      id: session.personId,
      personId: session.personId,
      sessionId: session.id,
      memberships,
      ...(isProvisional ? { isProvisional } : {}),
    },
    note: isDue ? (later) => credentialQueries(later).see(session) : undefined,
  }
}

async function bearerOfKey(
  tx: Transaction,
  { prefix, secretSha256 }: Extract<Credential, { kind: 'key' }>,
): Promise<Bearer | undefined> {
  const key = await credentialQueries(tx).liveKey(prefix, secretSha256)
  if (key === undefined) return undefined
  const isDue = key.lastUsedAt === null || tx.at.getTime() - key.lastUsedAt.getTime() >= NOTED_EVERY_MS
  return {
    principal: {
      kind: 'key',
      id: key.id,
      personId: key.personId,
      memberships: [{ id: key.id, organisationId: key.organisationId, isAgency: false, roles: [] }],
      scopes: key.scopes,
    },
    note: isDue ? (later) => credentialQueries(later).noteKeyUse(key) : undefined,
  }
}
