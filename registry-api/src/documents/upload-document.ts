import { createHash, randomUUID } from 'node:crypto'
import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import { rightRefusals } from '../rights/right.refusals.ts'
import type { World } from '../world.ts'
import type { Document, DocumentPurpose } from './document.ts'
import { documentRefusals } from './document.refusals.ts'
import { documentRepository } from './document.repository.ts'
import { inspectPdf } from './inspect-pdf.ts'

/** Files that belong to nothing yet: more than any one person prepares, too few to fill a disk. */
export const LOOSE_DOCUMENTS_MAX = 40

/**
 * Keeps a PDF of a signed-in person until it is used for something. Its id is random (UUID 4): it says neither when it
 * came nor what came before it. Refuses `document-not-pdf`, `document-active-content`, `document-too-many`.
 */
export async function uploadDocument(
  world: World,
  principal: Principal,
  input: { readonly purpose: DocumentPurpose; readonly name: string; readonly bytes: Uint8Array },
): Promise<Document> {
  const { personId } = principal
  // Keys and the operations key have no drawer of their own to put it in.
  if (principal.kind !== 'person' || personId === undefined)
    throw rightRefusals('right-missing', { permission: 'document.upload' })
  inspectPdf(input.bytes)
  const sha256 = createHash('sha256').update(input.bytes).digest('hex')
  return world.inTransaction(principal, async (tx) => {
    const documents = documentRepository(tx)
    if ((await documents.countLoose(personId)) >= LOOSE_DOCUMENTS_MAX)
      throw documentRefusals('document-too-many', { atMost: LOOSE_DOCUMENTS_MAX })
    const document: Document = {
      id: randomUUID(),
      organisationId: null,
      uploadedBy: personId,
      purpose: input.purpose,
      name: input.name,
      mediaType: 'application/pdf',
      size: input.bytes.length,
      sha256,
      createdAt: tx.at,
    }
    await documents.insert(document, input.bytes)
    await recordChanges(tx, [
      {
        event: 'document.uploaded',
        subject: { kind: 'document', id: document.id },
        data: { purpose: input.purpose, size: document.size, sha256 },
      },
    ])
    return document
  })
}
