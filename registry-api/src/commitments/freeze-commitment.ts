import type { Principal } from '../db/principal.ts'
import type { Decision } from '../decisions/decision.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Act } from '../step-ups/act.ts'
import type { World } from '../world.ts'
import { lockCommitment, type Seen } from './act-on-commitment.ts'
import { proposeEvent } from './propose-event.ts'

export interface AdverseInput extends Seen {
  readonly reason: string
  readonly clause: string
  /** The ground on which the party is not heard first. */
  readonly urgency?: string | undefined
}

/** Proposes a freeze: lines stay, nothing new enters. The party is heard first (M13), unless urgency is written. */
export async function freezeCommitment(
  world: World,
  principal: Principal,
  input: AdverseInput,
  act: Act,
): Promise<Decision> {
  return world.inTransaction(principal, async (tx) => {
    const commitment = await lockCommitment(tx, input)
    assertMay(principal, 'decision.propose', commitment.organisationId)
    const { reason, clause, urgency } = input
    return proposeEvent(tx, commitment, 'freeze', { class: 'adverse', reason, clause, urgency, act })
  })
}
