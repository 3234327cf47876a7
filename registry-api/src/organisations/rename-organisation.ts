import type { Principal } from '../db/principal.ts'
import type { Decision } from '../decisions/decision.ts'
import { proposeDecision } from '../decisions/propose-decision.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Act } from '../step-ups/act.ts'
import type { World } from '../world.ts'
import { lockOrganisation, type Seen } from './act-on-organisation.ts'
import { assertNameIsFree } from './assert-name-is-free.ts'
import { countLinesOf } from './organisation.queries.ts'

export interface Renaming {
  readonly displayName?: string | undefined
  readonly legalName?: string | undefined
}

/**
 * Proposes another name: it is the Denomination of its lines, by which readers of the list tell operators apart, so two
 * persons of the agency decide it (class `grant`). Refuses `display-name-too-close`, `right-missing`, and as
 * proposeDecision.
 */
export async function renameOrganisation(
  world: World,
  principal: Principal,
  seen: Seen,
  renaming: Renaming,
  act: Act,
): Promise<Decision> {
  return world.inTransaction(principal, async (tx) => {
    const organisation = await lockOrganisation(tx, seen)
    const { id, version, displayName, legalName } = organisation
    assertMay(principal, 'decision.propose', id)
    if (renaming.displayName !== undefined) await assertNameIsFree(tx, renaming.displayName, id)
    const lines = renaming.displayName === undefined ? 0 : await countLinesOf(tx, id)
    const to = {
      displayName: renaming.displayName ?? displayName,
      legalName: renaming.legalName ?? legalName,
    }
    return proposeDecision(tx, {
      class: 'grant',
      subject: { kind: 'organisation', id, version },
      event: 'rename',
      organisationId: id,
      payload: to,
      shown: { from: { displayName, legalName }, to },
      // A line with another Denomination is another line.
      effect: { added: lines, removed: lines },
      act,
    })
  })
}
