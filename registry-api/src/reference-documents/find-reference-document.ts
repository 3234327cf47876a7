import type { Transaction } from '../db/transaction.ts'
import { referenceDocumentRefusals } from './reference-document.refusals.ts'
import { referenceDocumentRepository } from './reference-document.repository.ts'
import type { ReferenceDocument } from './reference-document.ts'

/** The document, for whoever commits to it. Refuses `reference-document-not-found`. */
export async function findReferenceDocument(tx: Transaction, id: string): Promise<ReferenceDocument> {
  const found = await referenceDocumentRepository(tx).findById(id)
  if (found === undefined) throw referenceDocumentRefusals('reference-document-not-found')
  return found
}

/** The version of a text that is to be signed today, if there is one. */
export async function findOfficialDocument(
  tx: Transaction,
  code: string,
): Promise<ReferenceDocument | undefined> {
  return referenceDocumentRepository(tx).findOfficial(code)
}
