import { recordChanges } from '../audit/record-changes.ts'
import { isAgency, type Principal } from '../db/principal.ts'
import { assertMay, may } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import type { Document } from './document.ts'
import { documentRefusals } from './document.refusals.ts'
import { documentRepository } from './document.repository.ts'

/**
 * The bytes of a document, for its uploader, the readers of its organisation, and reviewers and deciders of the agency.
 * Who opened what is told to the audit, in the transaction that hands the bytes out. To anybody else it does not exist;
 * the rest of the agency, which sees that it does, gets `right-missing`.
 */
export async function openDocument(
  world: World,
  principal: Principal,
  id: string,
): Promise<{ readonly document: Document; readonly content: Uint8Array }> {
  return world.inTransaction(principal, async (tx) => {
    const documents = documentRepository(tx)
    const document = await documents.find(id)
    if (document === undefined) throw documentRefusals('document-not-found')
    if (!isOwn(principal, document)) {
      if (!isAgency(principal)) throw documentRefusals('document-not-found')
      assertMay(principal, 'document.open', document.organisationId ?? undefined)
    }
    const content = await documents.content(id)
    if (content === undefined) throw documentRefusals('document-not-found')
    await recordChanges(tx, [
      {
        event: 'access.document-opened',
        subject: { kind: 'document', id },
        organisationId: document.organisationId,
        data: { sha256: document.sha256 },
      },
    ])
    return { document, content }
  })
}

function isOwn(principal: Principal, { organisationId, uploadedBy }: Document): boolean {
  if (organisationId === null) return principal.kind === 'person' && principal.personId === uploadedBy
  const isOfTheirs = principal.memberships.some((place) => place.organisationId === organisationId)
  return isOfTheirs && may(principal, 'org.read', organisationId)
}
