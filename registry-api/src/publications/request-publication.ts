import { setTimeout as sleep } from 'node:timers/promises'
import type { Principal } from '../db/principal.ts'
import type { Publication } from './publication.ts'
import type { Publisher } from './publication.schedule.ts'
import { publicationRefusals } from './publication.refusals.ts'

export type RequestPublication = (principal: Principal) => Promise<Publication>

const WAIT_MS = 10_000
const LOOK_MS = 100

/**
 * Publishes now, on a person's demand, and answers what came of it. Waits a moment for a run that is under way.
 * Refuses `publication-under-way`, `nothing-to-publish`, and what a publication refuses.
 */
export function createRequestPublication(publisher: Publisher): RequestPublication {
  return async (principal) => {
    for (let waitedMs = 0; waitedMs <= WAIT_MS; waitedMs += LOOK_MS) {
      const outcome = await publisher.run(principal, { isAsked: true })
      if (outcome?.is === 'nothing') throw publicationRefusals('nothing-to-publish')
      if (outcome !== undefined) return outcome.publication
      await sleep(LOOK_MS)
    }
    throw publicationRefusals('publication-under-way')
  }
}
