import { systemPrincipal, type Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { credentialQueries } from './credential.queries.ts'

export type Credential =
  | { readonly kind: 'session'; readonly tokenSha256: string }
  | { readonly kind: 'key'; readonly prefix: string; readonly secretSha256: string }

const LAST_SEEN_EVERY_MS = 60_000

/**
 * Who bears a session or an API key, with the places that count now. Undefined where it is unknown, over, revoked, or
 * where its person has left: never why. The rows are read anew for each request, so that a revocation bites at the next.
 */
export async function resolveCredential(
  world: World & { readonly mode: 'demo' | 'real' },
  credential: Credential,
): Promise<Principal | undefined> {
  return world.inTransaction(systemPrincipal('authentication'), async (tx) => {
    const queries = credentialQueries(tx)
    if (credential.kind === 'session') {
      const session = await queries.liveSession(credential.tokenSha256)
      if (session === undefined) return undefined
      if (tx.at.getTime() - session.lastSeenAt.getTime() >= LAST_SEEN_EVERY_MS) await queries.see(session)
      const memberships = await queries.memberships(session.personId)
      const isProvisional =
        world.mode === 'real' && memberships.some((each) => each.isAgency) && !(await queries.isAgencyReady())
      return {
        kind: 'person',
        id: session.personId,
        personId: session.personId,
        sessionId: session.id,
        memberships,
        ...(isProvisional ? { isProvisional } : {}),
      }
    }
    const key = await queries.liveKey(credential.prefix, credential.secretSha256)
    if (key === undefined) return undefined
    await queries.noteKeyUse(key)
    return {
      kind: 'key',
      id: key.id,
      personId: key.personId,
      memberships: [{ id: key.id, organisationId: key.organisationId, isAgency: false, roles: [] }],
      scopes: key.scopes,
    }
  })
}
