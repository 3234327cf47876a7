import type { Principal } from '../db/principal.ts'
import { Refusal } from '../errors.ts'
import { distributeLists } from './distribute-lists.ts'
import { publishWhitelist, type PublishOutcome } from './publish-whitelist.ts'
import type { PublisherDeps } from './publisher.ts'

// One round finishes what was open, one takes the removals that waited behind it, one what was asked for: the rest is
// margin, and an end to whatever would publish without end.
const ROUNDS_MAX = 8

/**
 * Publishes until nothing is left that can be done without people: a withdrawal that waited behind an open intent is
 * on its way as soon as that intent is closed (decisions 17). The caller holds the publisher's lock.
 *
 * Answers the last outcome that was one. Refuses what publishWhitelist and distributeLists refuse.
 */
export async function runPublications(
  deps: PublisherDeps,
  principal: Principal,
  { isAsked }: { readonly isAsked: boolean },
): Promise<PublishOutcome> {
  await distributeLists(deps, principal)
  let last: PublishOutcome = { is: 'nothing' }
  // What is asked for is done once: after what was still open has been finished, unless that did it.
  let isStillAsked = isAsked
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    let outcome: PublishOutcome
    try {
      outcome = await publishWhitelist(deps, principal, { isAsked: isStillAsked })
    } catch (error) {
      // What came before stands, and is the answer; the reason to stop is told by the next run.
      if (last.is === 'nothing' || !(error instanceof Refusal)) throw error
      return last
    }
    if (outcome.is === 'nothing') return last
    last = outcome
    if (outcome.is === 'waiting' || outcome.is === 'unfinished') return last
    isStillAsked = false
    if (outcome.is === 'served') await distributeLists(deps, principal)
  }
  return last
}
