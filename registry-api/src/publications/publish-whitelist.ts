import { createHash } from 'node:crypto'
import { VerificationError, type VerificationCode, type VerifiedWhitelist } from '@trust-space/whitelist'
import { auditHeadNow } from '../audit/audit.queries.ts'
import { CHAIN_START } from '../audit/chain.ts'
import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { changeOf, draftWhitelist, intentOf } from './draft-whitelist.ts'
import type { Intent, Publication, ServedRecord } from './publication.ts'
import { currentRecord } from './publication.queries.ts'
import { publicationRefusals } from './publication.refusals.ts'
import { publicationRepository } from './publication.repository.ts'
import { assertMayBecome } from './publication.rules.ts'
import type { PublisherDeps } from './publisher.ts'
import { SignerRefusal, SignerUnavailable, type SignedAnswer, type SignerState } from './signer.client.ts'

export type PublishOutcome =
  | { readonly is: 'nothing' }
  /** People have to approve it. */
  | { readonly is: 'waiting'; readonly publication: Publication }
  | { readonly is: 'served'; readonly publication: Publication }
  /** Its number is burnt. */
  | { readonly is: 'refused' | 'abandoned'; readonly publication: Publication; readonly code: string }
  /** Nobody knows yet; the same bytes are sent again next time. */
  | {
      readonly is: 'unfinished'
      readonly publication: Publication
      readonly code: string
      readonly detail: string
    }

/**
 * One step of publication: finishes the attempt that is open, or drafts the next list and, where no person is needed
 * or all have approved, has it signed, verifies it as a DRIMbox will, and puts it in force.
 *
 * The signer never signs two contents under one sequence. An attempt that broke after signing can therefore only be
 * finished with its own bytes; one that was refused or abandoned burns its number.
 *
 * Refuses what draftWhitelist refuses, and `signer-…`; throws what breaks, after which the next step finishes it.
 */
export async function publishWhitelist(
  deps: PublisherDeps,
  principal: Principal,
  { isAsked }: { readonly isAsked: boolean },
): Promise<PublishOutcome> {
  let intent = await findOpenIntent(deps, principal)
  if (intent === undefined) {
    await assertAuditHolds(deps, principal)
    const draft = await draftWhitelist(deps, principal, await askSigner(deps), { isAsked })
    if (draft.is !== 'open') return draft
    intent = draft.intent
    await deps.reached('intent-opened')
  }
  const signed = await sign(deps, principal, intent)
  if ('is' in signed) return signed
  await deps.reached('signed')
  const held = await deps.world.inTransaction(principal, currentRecord, { readOnly: true })
  const verified = await verify(deps, principal, intent, signed, held)
  if ('is' in verified) return verified
  await deps.reached('verified')
  const publication = await serve(deps, principal, intent, signed, verified, held)
  await deps.reached('served')
  return { is: 'served', publication }
}

/** The record on disk is outside the database: whoever rewrites the one does not reach the other by it. */
async function assertAuditHolds(deps: PublisherDeps, principal: Principal): Promise<void> {
  const kept = (await deps.lists.current())?.auditHead ?? undefined
  await deps.assertAuditHolds(principal, kept)
}

async function findOpenIntent(deps: PublisherDeps, principal: Principal): Promise<Intent | undefined> {
  return deps.world.inTransaction(principal, async (tx) => {
    const publications = publicationRepository(tx)
    const alive = await publications.findAlive()
    return alive?.state === 'signing' ? intentOf(publications, alive) : undefined
  })
}

/** A refusal that can be foreseen burns no number (decisions 64). Refuses `signer-…`. */
async function askSigner(deps: PublisherDeps): Promise<SignerState> {
  let state: SignerState
  try {
    state = await deps.signer.state()
  } catch (error) {
    if (error instanceof SignerUnavailable)
      throw publicationRefusals('signer-unavailable', { reason: error.message })
    throw error
  }
  await deps.reached('state-asked')
  if (state.trustSpace !== deps.trustSpace) throw publicationRefusals('signer-of-another-trust-space')
  if (state.status === 'read-only')
    throw publicationRefusals('signer-read-only', {
      reason: state.detail ?? state.code ?? 'it does not say why',
    })
  const now = deps.world.clock().toISOString()
  if (state.certificate.notBefore > now || state.certificate.notAfter < now)
    throw publicationRefusals('signer-unavailable', { reason: 'its certificate is not valid now' })
  return state
}

async function sign(
  deps: PublisherDeps,
  principal: Principal,
  intent: Intent,
): Promise<SignedAnswer | Exclude<PublishOutcome, { is: 'nothing' | 'waiting' | 'served' }>> {
  try {
    return await deps.signer.sign(intent)
  } catch (error) {
    if (error instanceof SignerUnavailable) {
      return { is: 'unfinished', publication: intent.publication, code: error.code, detail: error.message }
    }
    if (!(error instanceof SignerRefusal)) throw error
    return close(deps, principal, intent, 'refused', error.code, error.detail)
  }
}

// What may pass by itself: the list is not given up, and the number is kept for it.
const PASSING: ReadonlySet<VerificationCode> = new Set([
  'revocation-unknown',
  'signed-in-future',
  'signer-not-yet-valid',
])

async function verify(
  deps: PublisherDeps,
  principal: Principal,
  intent: Intent,
  signed: SignedAnswer,
  held: ServedRecord | undefined,
): Promise<VerifiedWhitelist | Exclude<PublishOutcome, { is: 'nothing' | 'waiting' | 'served' }>> {
  const { publication } = intent
  try {
    const verified = await deps.verify(signed.file, { at: deps.world.clock(), held })
    if (verified.digest === publication.contentDigest) return verified
    const detail = `asked for ${publication.contentDigest}, signed ${verified.digest}`
    return await close(deps, principal, intent, 'abandoned', 'signed-other-content', detail, signed)
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
    if (PASSING.has(error.code))
      return { is: 'unfinished', publication, code: error.code, detail: error.detail }
    return close(deps, principal, intent, 'abandoned', error.code, error.detail, signed)
  }
}

/** Ends the attempt without a list. What was signed and is not good is kept for inspection, and never served. */
async function close(
  deps: PublisherDeps,
  principal: Principal,
  { publication }: Intent,
  to: 'refused' | 'abandoned',
  code: string,
  detail: string,
  signed?: SignedAnswer,
): Promise<PublishOutcome & { is: 'refused' | 'abandoned' }> {
  return deps.world.inTransaction(principal, async (tx) => {
    const publications = publicationRepository(tx)
    assertMayBecome(publication, to)
    const closed = await publications.become(publication, to, {
      refusalCode: code.slice(0, 64),
      refusalDetail: detail.slice(0, 2_000),
    })
    if (closed === undefined)
      throw publicationRefusals('publication-conflict', { sequence: publication.sequence })
    if (signed !== undefined) {
      await publications.insertSignedList({
        sequence: publication.sequence,
        publicationId: publication.id,
        verdict: code,
        bytes: signed.file,
        fileSha256: sha256(signed.file),
        signerRecord: signed.recordHash,
        at: tx.at,
      })
    }
    await recordChanges(tx, [changeOf(`publication.${to}`, publication, publication.state, to, { code })])
    return { is: to, publication: closed, code }
  })
}

/** Compare-and-swap of the list in force. Refuses `publication-conflict`, and then nothing has changed. */
async function serve(
  deps: PublisherDeps,
  principal: Principal,
  { publication }: Intent,
  signed: SignedAnswer,
  verified: VerifiedWhitelist,
  held: ServedRecord | undefined,
): Promise<Publication> {
  return deps.world.inTransaction(principal, async (tx) => {
    const publications = publicationRepository(tx)
    assertMayBecome(publication, 'served')
    const signedAt = new Date(verified.signedAt)
    const served = await publications.become(publication, 'served', { signedAt })
    if (served === undefined)
      throw publicationRefusals('publication-conflict', { sequence: publication.sequence })
    await publications.insertSignedList({
      sequence: publication.sequence,
      publicationId: publication.id,
      verdict: 'accepted',
      bytes: signed.file,
      fileSha256: sha256(signed.file),
      signerRecord: signed.recordHash,
      signedAt,
      signerDn: verified.signer.dn,
      signerFingerprint: verified.signer.fingerprint,
      signerNotAfter: new Date(verified.signer.notAfter),
      ...(await auditHeadOf(tx)),
      at: tx.at,
    })
    if (!(await publications.replaceCurrent(held?.sequence ?? 0, publication.sequence)))
      throw publicationRefusals('publication-conflict', { sequence: publication.sequence })
    await recordChanges(tx, [
      changeOf('publication.served', publication, publication.state, 'served', {
        signerRecord: signed.recordHash,
      }),
    ])
    return served
  })
}

async function auditHeadOf(tx: Transaction) {
  const { seq: auditSeq, hash: auditHash } = await auditHeadNow(tx)
  // Before the first event of the chain there is nothing to vouch for.
  return auditHash === CHAIN_START ? {} : { auditSeq, auditHash }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
