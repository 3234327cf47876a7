import { recordChanges } from '../audit/record-changes.ts'
import { systemPrincipal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { sendMail } from '../mails/send-mail.ts'
import { dayInParis, startOfDayInParis } from '../paris-days.ts'
import type { World } from '../world.ts'
import { delegationRepository } from './delegation.repository.ts'
import { daysLeft, isOver, WARNED_AT, warningsDue } from './delegation.rules.ts'
import type { Delegation } from './delegation.ts'

const WORKER = systemPrincipal('worker')

/** Tells both sides that a delegation ends: at a third, a sixth and a twelfth of its length, each once. */
export async function warnOfExpiry(world: World): Promise<number> {
  const today = dayInParis(world.clock())
  const rows = await world.inTransaction(
    WORKER,
    (tx) => delegationRepository(tx).toWarn(today, WARNED_AT[0], WARNED_AT.length),
    { readOnly: true },
  )
  let warned = 0
  for (const { id } of rows.filter((row) => !isOver(row, today) && warningsDue(row, today) > row.warned))
    if (await world.inTransaction(WORKER, (tx) => warn(tx, id))) warned += 1
  return warned
}

async function warn(tx: Transaction, id: string): Promise<boolean> {
  const delegation = await delegationRepository(tx).findForAct(id)
  if (delegation?.state !== 'active') return false
  const today = dayInParis(tx.at)
  // Several were missed while nobody looked: one mail says it.
  const due = warningsDue(delegation, today)
  if (due <= delegation.warned || isOver(delegation, today)) return false
  await delegationRepository(tx).change(id, delegation.version, { warned: due })
  await recordChanges(tx, [
    {
      event: 'delegation.expiry-warned',
      subject: { kind: 'delegation', id },
      organisationId: delegation.organisationId,
      data: { warning: due, validUntil: delegation.validUntil },
    },
  ])
  await tell(tx, delegation, due, daysLeft(delegation, today))
  return true
}

async function tell(tx: Transaction, delegation: Delegation, due: number, n: number): Promise<void> {
  const values = {
    structure: delegation.facilityName,
    date: startOfDayInParis(delegation.validUntil),
    n,
  }
  for (const recipient of [
    { kind: 'organisation', id: delegation.organisationId },
    { kind: 'role', role: 'AI' },
  ] as const)
    await sendMail(tx, {
      template: 'delegation-expiring',
      recipient,
      values,
      dedupeKey: `delegation:${delegation.id}:warning-${due}:${recipient.kind}`,
    })
}
