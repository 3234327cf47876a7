import type { Entry } from '@trust-space/whitelist/format'
import { recordChanges } from '../audit/record-changes.ts'
import { listCertificates } from '../certificates/list-certificates.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Drimbox } from './drimbox.ts'
import { drimboxRepository } from './drimbox.repository.ts'

/** Whether no DRIMbox, living or dead, was ever entered. */
export async function hasNoDrimbox(tx: Transaction): Promise<boolean> {
  return drimboxRepository(tx).isEmpty()
}

/**
 * Enters a DRIMbox for each line, in state `imported`, in the order of the lines, every field as written: number and
 * hosts as found, neither made from the other (decisions 28). The caller has found no fault in the lines.
 */
export async function importDrimboxes(
  tx: Transaction,
  entries: readonly Entry[],
  organisationIds: ReadonlyMap<string, string>,
): Promise<void> {
  const boxes = entries.map((entry, line) => ({
    drimbox: importedDrimbox(tx, entry, line, organisationIds),
    wadoHost: entry.wadoHost,
    viewerHost: entry.viewerHost,
  }))
  await drimboxRepository(tx).insert(boxes)
  await listCertificates(
    tx,
    entries.map(({ certificateDn }, line) => ({
      drimboxId: boxes[line]!.drimbox.id,
      dn: certificateDn,
      file: null,
    })),
  )
  await recordChanges(
    tx,
    boxes.map(({ drimbox: { id, number, organisationId } }) => ({
      event: 'drimbox.imported',
      subject: { kind: 'drimbox', id },
      organisationId,
      to: 'imported',
      data: { number },
    })),
  )
}

function importedDrimbox(
  tx: Transaction,
  entry: Entry,
  line: number,
  organisationIds: ReadonlyMap<string, string>,
): Drimbox {
  return {
    id: tx.newId(),
    version: 1,
    organisationId: organisationIds.get(entry.denomination)!,
    number: entry.number,
    state: 'imported',
    suspensionLevel: null,
    resumeTo: null,
    reason: null,
    position: line + 1,
    supportContact: entry.supportContact,
    addedAt: entry.addedAt,
    createdAt: tx.at,
    updatedAt: tx.at,
  }
}
