import type { AuditEventName } from '../audit/audit.ts'
import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import { StaleVersion } from '../errors.ts'
import { rightRefusals } from '../rights/right.refusals.ts'
import type { Admission, AdmissionChange } from './admission.ts'
import { admissionRefusals } from './admission.refusals.ts'
import { admissionRepository } from './admission.repository.ts'
import { afterAct, type AdmissionAct } from './admission.rules.ts'

/** Which row, and the version of it that the actor has read. */
export interface Seen {
  readonly id: string
  readonly version: number
}

/**
 * The row, locked. Whoever may not see it is told what an unknown id is told: that comes from row security. Throws
 * `admission-not-found` and StaleVersion.
 */
export async function lockAdmission(tx: Transaction, { id, version }: Seen): Promise<Admission> {
  const found = await admissionRepository(tx).findForAct(id)
  if (found === undefined) throw admissionRefusals('admission-not-found')
  if (found.version !== version) throw new StaleVersion(found.version)
  return found
}

/** Its author alone fills it in, submits it and abandons it. Throws `right-missing`. */
export function assertAuthor(tx: Transaction, admission: Admission): void {
  if (tx.principal.kind !== 'person' || tx.principal.personId !== admission.authorId)
    throw rightRefusals('right-missing', { permission: 'admission.write' })
}

export interface ActRecord {
  readonly event: AuditEventName
  readonly change?: AdmissionChange
  /** For the audit: no secret, no personal data, no free text. */
  readonly data?: Readonly<Record<string, unknown>>
  readonly organisationId?: string
  readonly decisionId?: string
  readonly stepUpId?: string
}

/** Applies an act to a locked row, and tells the audit. Throws `admission-wrong-state`. */
export async function applyAct(
  tx: Transaction,
  admission: Admission,
  act: AdmissionAct,
  { event, change, data, ...links }: ActRecord,
): Promise<Admission> {
  const state = afterAct(admission.state, act)
  const changes: AdmissionChange = { ...change, state }
  if (!(await admissionRepository(tx).change(admission.id, admission.version, changes)))
    throw new StaleVersion(admission.version + 1)
  await recordChanges(tx, [
    {
      event,
      subject: { kind: 'admission', id: admission.id },
      from: admission.state,
      to: state,
      ...(data === undefined ? {} : { data }),
      ...links,
    },
  ])
  return { ...admission, ...changes, version: admission.version + 1, updatedAt: tx.at }
}
