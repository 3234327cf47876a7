import { systemPrincipal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { World } from '../world.ts'
import { ruleOf } from './classes.ts'
import { decisionRepository } from './decision.repository.ts'
import { moveDecision, tellSecondPerson, voidDecision } from './decision.steps.ts'

const AT_ONCE = 100

/** Ends the proposals that nobody answered in time. Answers how many. */
export async function expireDecisions(world: World): Promise<number> {
  return asWorker(world, async (tx) => {
    const decisions = decisionRepository(tx)
    const due = [
      ...(await decisions.due('proposed', 'expiresAt', AT_ONCE)),
      ...(await decisions.due('observations', 'expiresAt', AT_ONCE)),
    ]
    for (const decision of due) await moveDecision(tx, decision, 'expired', 'decision.expired')
    return due.length
  })
}

/** Ends the proposals whose subject has moved on: whoever would answer them would answer something else. */
export async function voidMovedDecisions(world: World): Promise<number> {
  return asWorker(world, async (tx) => {
    const moved = await decisionRepository(tx).moved(AT_ONCE)
    for (const decision of moved) await voidDecision(tx, decision)
    return moved.length
  })
}

/** The party has had its time: what was held back for its observations may now be decided. Answers how many. */
export async function closeObservations(world: World): Promise<number> {
  return asWorker(world, async (tx) => {
    const due = await decisionRepository(tx).due('observations', 'observationsUntil', AT_ONCE)
    for (const decision of due) await moveDecision(tx, decision, 'proposed', 'decision.heard')
    return due.length
  })
}

/** Rings for each safety cut that nobody has confirmed in time; it stays cut. Answers how many wait. */
export async function ringUnconfirmed(world: World): Promise<number> {
  return asWorker(world, async (tx) => {
    const due = await decisionRepository(tx).due('to-confirm', 'confirmBy', AT_ONCE)
    for (const decision of due) {
      const { ringEveryMs } = ruleOf(decision.class).confirmed!
      const ring = Math.floor((tx.at.getTime() - decision.confirmBy!.getTime()) / ringEveryMs)
      await tellSecondPerson(tx, decision, ring)
    }
    return due.length
  })
}

function asWorker(world: World, work: (tx: Transaction) => Promise<number>): Promise<number> {
  return world.inTransaction(systemPrincipal('worker'), work)
}
