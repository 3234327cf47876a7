import type { Transaction } from '../db/transaction.ts'
import { attachDocuments } from './attach-documents.ts'
import type { Document, DocumentOwner } from './document.ts'
import { documentRefusals } from './document.refusals.ts'
import { documentRepository } from './document.repository.ts'

/**
 * The document, for something of its owner. A file that its uploader uses for an organisation becomes the
 * organisation's, for good. What belongs to anybody else is `document-not-found`, as an id that nobody has.
 */
export async function useDocument(tx: Transaction, id: string, owner: DocumentOwner): Promise<Document> {
  const found = await documentRepository(tx).findForUse(id)
  if (found === undefined) throw documentRefusals('document-not-found')
  const isLoose = found.organisationId === null
  if ('personId' in owner) {
    if (!isLoose || found.uploadedBy !== owner.personId) throw documentRefusals('document-not-found')
    return found
  }
  const { organisationId } = owner
  if (found.organisationId === organisationId) return found
  if (!isLoose || found.uploadedBy !== tx.principal.personId) throw documentRefusals('document-not-found')
  await attachDocuments(tx, [id], organisationId)
  return { ...found, organisationId }
}
