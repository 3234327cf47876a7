import { randomBytes, verify } from 'node:crypto'
import { setTimeout as sleepFor } from 'node:timers/promises'
import {
  EMPTY_DIGEST,
  FormatError,
  prepareSignature,
  readWhitelist,
  sha256Hex,
  writeUnsignedWhitelist,
  type Entry,
} from '@trust-space/whitelist/format'
import { verifyApprovals } from './approvals.ts'
import { causeOf, SigningRefusal } from './errors.ts'
import { isBeyondGuardRails } from './guard-rails.ts'
import type { Ledger } from './ledger.ts'
import type { Stored } from './ledger-check.ts'
import { compareLines } from './line-changes.ts'
import {
  assertApprovedByEnough,
  assertCertificateValid,
  assertClocksAgree,
  assertSequenceAbove,
  waitBeforeSigningMs,
  wholeSeconds,
  type Head,
} from './signing.rules.ts'
import type { Signer, SignerDeps, SignedAnswer, SignRequest } from './signer.ts'
import { signerState } from './state.ts'

/**
 * The signer, whatever carries its requests. It reads the last signed lines from the ledger first; if they are not
 * what the ledger says, or were signed under another root, the ledger is in doubt.
 */
export async function createSigner(deps: SignerDeps): Promise<Signer> {
  const { ledger, clock } = deps
  let lines = await linesOfHead(deps)
  let queue: Promise<unknown> = Promise.resolve()

  async function signNow(request: SignRequest, receivedAt: Date): Promise<SignedAnswer> {
    ledger.assertTrusted()
    if (request.trustSpace !== deps.trustSpace) {
      throw new SigningRefusal('trust-space-mismatch', `This signer signs for ${deps.trustSpace} only.`)
    }
    const contentDigest = sha256Hex(request.unsigned)
    const known = ledger.find(request.sequence)
    if (known !== undefined) return giveBack(ledger, known, contentDigest)
    const head = headOf(ledger)
    assertSequenceAbove(request.sequence, head)
    const entries = readCanonical(request.unsigned, deps.bytesMax)
    assertClocksAgree(request.registryTime, receivedAt)
    const now = await nextFreeSecond(deps, head)
    assertCertificateValid(deps.certificate, now)
    const changes = compareLines(lines, entries)
    const approvals = verifyApprovals(
      request.approvals,
      {
        trustSpace: deps.trustSpace,
        baseSequence: head?.sequence ?? 0,
        baseDigest: ledger.head?.record.contentDigest ?? EMPTY_DIGEST,
        newSequence: request.sequence,
        contentDigest,
      },
      { approvers: deps.approvers, now, isUsed: (id) => ledger.isApprovalUsed(id) },
    )
    const next = { gone: changes.gone, lines: entries.length }
    const beyondGuardRails = isBeyondGuardRails(ledger.history, deps.guardRails, now, next)
    const signingTime = wholeSeconds(now)
    const persons = new Set(approvals.map(({ approver }) => approver.person))
    assertApprovedByEnough(
      { sequence: request.sequence, changes, beyondGuardRails, signingTime },
      head,
      persons,
    )

    const file = await signWithKey(deps, request.unsigned, signingTime)
    const signature = {
      sequence: request.sequence,
      contentDigest,
      signedAt: rfc3339Seconds(signingTime),
      lines: entries.length,
      gone: changes.gone,
      approvals: approvals.map(({ id, approver }) => ({ id, kid: approver.kid })),
      certificate: deps.certificate.fingerprint,
    }
    const stored = await ledger.append(signature, file)
    lines = entries
    return { file, signedAt: signature.signedAt, recordHash: stored.hash, replayed: false }
  }

  return {
    sign(request) {
      const receivedAt = clock()
      const answer = queue.then(() => signNow(request, receivedAt))
      queue = answer.catch(() => undefined)
      return answer
    },
    state: () => signerState(deps),
    settled: async () => void (await queue),
  }
}

/** W-2: a number that was signed gives back its own bytes, whatever approvals or clocks say; never others. */
async function giveBack(ledger: Ledger, known: Stored, contentDigest: string): Promise<SignedAnswer> {
  const { record, hash } = known
  if (record.contentDigest !== contentDigest) {
    throw new SigningRefusal(
      'content-differs',
      `Sequence ${record.sequence} was signed with content ${record.contentDigest}, and this is ${contentDigest}.`,
    )
  }
  return { file: await ledger.readSigned(known), signedAt: record.signedAt, recordHash: hash, replayed: true }
}

/** The signer signs what it understands: a list that it would itself write in these very bytes. */
function readCanonical(unsigned: Uint8Array, bytesMax: number): readonly Entry[] {
  try {
    const list = readWhitelist(unsigned, { bytesMax })
    if (Buffer.compare(writeUnsignedWhitelist(list), unsigned) === 0) return list.entries
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new SigningRefusal('list-invalid', `The list cannot be signed: ${error.message}`, { cause: error })
  }
  throw new SigningRefusal(
    'list-invalid',
    'The list is not in canonical form without a signature: write it anew.',
  )
}

const LOOKS = 4

async function nextFreeSecond(
  { clock, sleep = sleepFor }: SignerDeps,
  head: Head | undefined,
): Promise<Date> {
  // A timer may fire a millisecond before the clock says so: looked at again before a number is refused for it.
  for (let look = 0; look < LOOKS; look += 1) {
    const now = clock()
    const waitMs = waitBeforeSigningMs(now, head)
    if (waitMs <= 0) return now
    if (look < LOOKS - 1) await sleep(waitMs)
  }
  throw new SigningRefusal(
    'time-not-forward',
    'The clock does not move: the second of the last list is not over.',
  )
}

async function signWithKey(deps: SignerDeps, unsigned: Uint8Array, signingTime: Date): Promise<Uint8Array> {
  const prepared = prepareSignature({
    unsigned,
    signingTime,
    certificateChain: deps.certificate.chain,
    signatureId: randomBytes(16).toString('hex'),
  })
  try {
    const value = await deps.key.sign(prepared.toBeSigned)
    // A faulty signature of a token can give the key away, and a number would be spent on it: look before it leaves.
    if (!verify('sha256', prepared.toBeSigned, deps.key.publicKey, value))
      throw new Error('its signature is false')
    return prepared.complete(value)
  } catch (cause) {
    throw new SigningRefusal('key-failed', `The key did not sign: ${causeOf(cause)}.`, { cause })
  }
}

async function linesOfHead({ ledger, bytesMax, certificate }: SignerDeps): Promise<readonly Entry[]> {
  const head = ledger.head
  if (head === undefined || ledger.doubt !== undefined) return []
  try {
    const list = readWhitelist(await ledger.readSigned(head), { bytesMax })
    if (list.digest !== head.record.contentDigest) ledger.putInDoubt('its last signed list is another one')
    const root = list.signature?.certificates.at(-1)
    // A certificate is renewed under its root; a ledger under another root is another instance's.
    if (
      certificate.chain.length > 1 &&
      Buffer.compare(root ?? new Uint8Array(), certificate.chain.at(-1) ?? new Uint8Array()) !== 0
    ) {
      ledger.putInDoubt('its last list was signed under another root certificate')
    }
    return list.entries
  } catch (error) {
    ledger.putInDoubt(`its last signed list cannot be read: ${causeOf(error)}`)
    return []
  }
}

function headOf(ledger: Ledger): Head | undefined {
  const record = ledger.head?.record
  return record && { sequence: record.sequence, signedAt: new Date(record.signedAt) }
}

function rfc3339Seconds(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z')
}
