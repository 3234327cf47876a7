import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { authenticatorRepository } from './authenticator.repository.ts'
import type { Authenticator } from './authenticator.ts'
import { personAt } from './person-at.ts'

/** The caller's security keys in use, the oldest first. */
export async function listAuthenticators(world: World, principal: Principal): Promise<Authenticator[]> {
  const { personId } = personAt(principal)
  return world.inTransaction(principal, (tx) => authenticatorRepository(tx).live(personId), {
    readOnly: true,
  })
}
