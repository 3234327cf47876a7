import type { AuditEventName } from '../audit/audit.ts'
import { digestOf } from '../audit/digest-of.ts'
import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { StaleVersion } from '../errors.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import type { Drimbox } from './drimbox.ts'
import { drimboxRefusals } from './drimbox.refusals.ts'
import { drimboxRepository } from './drimbox.repository.ts'
import { afterAct, type DrimboxAct } from './drimbox.rules.ts'

export interface DrimboxActInput {
  readonly id: string
  /** The version the actor has read. */
  readonly version: number
  readonly reason: string
}

/**
 * What suspend, restore and withdraw have in common: lock, compare versions, ask the rules, save, tell the audit.
 * `more` writes what belongs to one act alone, in the same transaction.
 */
export async function actOnDrimbox(
  world: World,
  principal: Principal,
  input: DrimboxActInput,
  act: DrimboxAct,
  event: AuditEventName,
  more?: (tx: Transaction, box: Drimbox) => Promise<void>,
): Promise<Drimbox> {
  return world.inTransaction(principal, async (tx) => {
    const drimboxes = drimboxRepository(tx)
    const box = await drimboxes.findForAct(input.id)
    if (box === undefined) throw drimboxRefusals('drimbox-not-found')
    assertMay(principal, 'demo.register')
    if (box.version !== input.version) throw new StaleVersion(box.version)
    const change = afterAct(box, act, input.reason)
    if (!(await drimboxes.change(box.id, box.version, change))) throw new StaleVersion(box.version + 1)
    await more?.(tx, box)
    await recordChanges(tx, [
      {
        event,
        subject: { kind: 'drimbox', id: box.id },
        organisationId: box.organisationId,
        from: box.state,
        to: change.state,
        // The reason may name people: the audit, which is never erased, keeps only its digest.
        data: { number: box.number, reasonSha256: digestOf(input.reason) },
      },
    ])
    return { ...box, ...change, version: box.version + 1, updatedAt: tx.at }
  })
}
