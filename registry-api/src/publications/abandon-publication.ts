import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import { StaleVersion } from '../errors.ts'
import type { World } from '../world.ts'
import { changeOf } from './draft-whitelist.ts'
import type { Publication } from './publication.ts'
import { publicationRefusals } from './publication.refusals.ts'
import { publicationRepository } from './publication.repository.ts'
import { assertMayBecome } from './publication.rules.ts'

/**
 * Gives an attempt up. One whose number is taken burns it, and may have been signed: the next list is then built on
 * what the signer holds. What is still wanted is drafted again.
 *
 * Refuses `publication-not-found`, `publication-wrong-state`.
 */
export async function abandonPublication(
  world: World,
  principal: Principal,
  input: { readonly sequence: number; readonly version: number },
): Promise<Publication> {
  return world.inTransaction(principal, async (tx) => {
    const publications = publicationRepository(tx)
    const publication = await publications.findNewest(input.sequence)
    if (publication === undefined)
      throw publicationRefusals('publication-not-found', { sequence: input.sequence })
    if (publication.version !== input.version) throw new StaleVersion(publication.version)
    assertMayBecome(publication, 'abandoned')
    const abandoned = await publications.become(publication, 'abandoned', {
      refusalCode: 'abandoned-by-hand',
    })
    if (abandoned === undefined) throw new StaleVersion(publication.version + 1)
    await recordChanges(tx, [
      changeOf('publication.abandoned', publication, publication.state, 'abandoned', {
        code: 'abandoned-by-hand',
      }),
    ])
    return abandoned
  })
}
