import { digestOf } from '../audit/digest-of.ts'
import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import { StaleVersion } from '../errors.ts'
import type { Drimbox } from './drimbox.ts'
import { drimboxRepository } from './drimbox.repository.ts'
import { afterAct } from './drimbox.rules.ts'

/** What an organisation still has, by number; locked, so that none comes or goes until the transaction ends. */
export async function livingDrimboxesOf(tx: Transaction, organisationId: string): Promise<Drimbox[]> {
  return drimboxRepository(tx).lockLivingOf(organisationId)
}

/**
 * Withdraws DRIMboxes for good and burns their numbers, in the transaction of whoever has decided it: the end of what
 * bound their operator. The caller has locked them.
 */
export async function withdrawDrimboxesOf(
  tx: Transaction,
  boxes: readonly Drimbox[],
  why: { readonly reason: string; readonly decisionId: string },
): Promise<void> {
  const drimboxes = drimboxRepository(tx)
  for (const box of boxes) {
    const change = afterAct(box, 'withdraw', why.reason)
    if (!(await drimboxes.change(box.id, box.version, change))) throw new StaleVersion(box.version + 1)
    await drimboxes.burnNumber(box)
  }
  await recordChanges(
    tx,
    boxes.map((box) => ({
      event: 'drimbox.withdrawn',
      subject: { kind: 'drimbox', id: box.id },
      organisationId: box.organisationId,
      from: box.state,
      to: 'withdrawn',
      data: { number: box.number, reasonSha256: digestOf(why.reason) },
      decisionId: why.decisionId,
    })),
  )
}
