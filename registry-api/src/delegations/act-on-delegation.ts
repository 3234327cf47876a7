import type { AuditEventName } from '../audit/audit.ts'
import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import { StaleVersion } from '../errors.ts'
import { delegationRefusals } from './delegation.refusals.ts'
import { delegationRepository } from './delegation.repository.ts'
import { afterDelegationEvent, type DelegationEvent } from './delegation.rules.ts'
import type { Delegation, DelegationChange } from './delegation.ts'

/** Which row, and the version of it that the actor has read. */
export interface Seen {
  readonly id: string
  readonly version: number
}

/** The row, locked. Throws `delegation-not-found` and StaleVersion. */
export async function lockDelegation(tx: Transaction, { id, version }: Seen): Promise<Delegation> {
  const found = await delegationRepository(tx).findForAct(id)
  if (found === undefined) throw delegationRefusals('delegation-not-found')
  if (found.version !== version) throw new StaleVersion(found.version)
  return found
}

/** Applies an event to a locked row, and tells the audit. Throws `delegation-wrong-state`. */
export async function applyDelegationEvent(
  tx: Transaction,
  delegation: Delegation,
  event: DelegationEvent,
  audit: AuditEventName,
  record: { readonly change?: DelegationChange; readonly data?: Readonly<Record<string, unknown>> } = {},
): Promise<Delegation> {
  const state = afterDelegationEvent(delegation.state, event)
  const change = { ...record.change, state, waitingSince: tx.at }
  if (!(await delegationRepository(tx).change(delegation.id, delegation.version, change)))
    throw new StaleVersion(delegation.version + 1)
  await recordChanges(tx, [
    {
      event: audit,
      subject: { kind: 'delegation', id: delegation.id },
      organisationId: delegation.organisationId,
      from: delegation.state,
      to: state,
      data: record.data ?? {},
    },
  ])
  return { ...delegation, ...change, version: delegation.version + 1, updatedAt: tx.at }
}
