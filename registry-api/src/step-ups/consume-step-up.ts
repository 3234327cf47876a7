import type { Transaction } from '../db/transaction.ts'
import { rightRefusals } from '../rights/right.refusals.ts'
import type { Act } from './act.ts'
import { actDigest } from './act-digest.ts'
import { stepUpRefusals } from './step-up.refusals.ts'
import { stepUpRepository } from './step-up.repository.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Takes the word of the caller's security key for this very act, in the transaction of the act: if the act fails, the
 * word is not spent. Answers its id, for the audit. Throws `step-up-required`, `-mismatch`, `-used`, `-expired`, and
 * `key-may-not-decide` to an API key (S3).
 */
export async function consumeStepUp(tx: Transaction, act: Act): Promise<string> {
  const { principal } = tx
  if (principal.kind === 'key') throw rightRefusals('key-may-not-decide')
  const { stepUpId } = act
  if (principal.kind !== 'person' || principal.personId === undefined || stepUpId === undefined)
    throw stepUpRefusals('step-up-required')
  if (!UUID.test(stepUpId)) throw stepUpRefusals('step-up-mismatch')
  const repository = stepUpRepository(tx)
  const found = await repository.findForAct(stepUpId)
  const isOwn = found !== undefined && found.personId === principal.personId
  if (!isOwn || found.actSha256 !== actDigest(principal.personId, act))
    throw stepUpRefusals('step-up-mismatch')
  if (found.consumedAt !== null) throw stepUpRefusals('step-up-used')
  if (found.verifiedAt === null) throw stepUpRefusals('step-up-required')
  if (found.expiresAt <= tx.at) throw stepUpRefusals('step-up-expired')
  if (!(await repository.consume(stepUpId))) throw stepUpRefusals('step-up-used')
  return stepUpId
}
