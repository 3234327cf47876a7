import { EMPTY_DIGEST, readWhitelist } from '@trust-space/whitelist/format'
import type { Base } from './publication.ts'
import { publicationRefusals } from './publication.refusals.ts'
import type { PublicationRepository } from './publication.repository.ts'
import type { SignerState } from './signer.client.ts'

/**
 * The list that the next one is built on: the last one *signed*, which is the signer's head, even where it was then
 * abandoned and never served. Its content is known here, for every intent is written down before it is signed.
 *
 * Refuses `ledger-disagrees` where the signer's ledger and this database are of two histories.
 */
export async function readBase(publications: PublicationRepository, { head }: SignerState): Promise<Base> {
  const current = await publications.currentSequence()
  if (current > (head?.sequence ?? 0))
    throw publicationRefusals('ledger-disagrees', {
      reason: `list ${current} is served, the ledger ends at ${head?.sequence ?? 'nothing'}`,
    })
  if (head === null) return { sequence: 0, digest: EMPTY_DIGEST, signedAt: undefined, lines: [] }
  const signed = await publications.findReserved(head.sequence)
  if (signed?.contentDigest !== head.contentDigest)
    throw publicationRefusals('ledger-disagrees', {
      reason: `the ledger’s list ${head.sequence} is not known here`,
    })
  const { entries } = readWhitelist(signed.content)
  return {
    sequence: head.sequence,
    digest: head.contentDigest,
    signedAt: head.signedAt,
    lines: entries.map((entry, index) => ({ drimboxId: signed.lineDrimboxes[index]!, entry })),
  }
}
