import { verify } from 'node:crypto'
import { readApproval, sha256Hex, type ApprovalClaims } from '@trust-space/whitelist/format'
import type { Approver, Approvers } from './approvers.ts'
import { causeOf, SigningRefusal } from './errors.ts'

/** What an approval must speak of to count for this signature. */
export type ExpectedClaims = Pick<
  ApprovalClaims,
  'trustSpace' | 'baseSequence' | 'baseDigest' | 'newSequence' | 'contentDigest'
>

export interface AcceptedApproval {
  /** SHA-256 of the signing input: the same act under another encoding of its signature is the same approval. */
  readonly id: string
  readonly approver: Approver
}

// An approval is a decision about what is on the screen now, not a cheque for later.
const LIFE_MAX_MS = 30 * 60 * 1000

/**
 * Verifies every approval that came with a request; one bad approval refuses the request, whether or not it is
 * needed. Codes, in the order of the checks: approval-malformed, -unknown-key, -signature, -reused,
 * -other-trust-space, -other-sequence, -other-base, -other-content, -expired, -too-long.
 */
export function verifyApprovals(
  tokens: readonly string[],
  expected: ExpectedClaims,
  context: { readonly approvers: Approvers; readonly now: Date; readonly isUsed: (id: string) => boolean },
): readonly AcceptedApproval[] {
  const accepted: AcceptedApproval[] = []
  for (const token of tokens) {
    const { approver, claims, id } = authenticate(token, context.approvers)
    if (context.isUsed(id) || accepted.some((earlier) => earlier.id === id)) {
      throw new SigningRefusal(
        'approval-reused',
        `This approval of ${approver.kid} was used already; each serves once.`,
      )
    }
    assertSpeaksOf(claims, expected, approver.kid)
    assertAlive(claims, context.now, approver.kid)
    accepted.push({ id, approver })
  }
  return accepted
}

function authenticate(token: string, approvers: Approvers): AcceptedApproval & { claims: ApprovalClaims } {
  let approval: ReturnType<typeof readApproval>
  try {
    approval = readApproval(token)
  } catch (error) {
    throw new SigningRefusal('approval-malformed', `An approval cannot be read: ${causeOf(error)}`, {
      cause: error,
    })
  }
  const approver = approvers.get(approval.kid)
  if (approver === undefined) {
    throw new SigningRefusal(
      'approval-unknown-key',
      `The key ${JSON.stringify(approval.kid)} is not among this signer's approvers.`,
    )
  }
  const key = { key: approver.publicKey, dsaEncoding: 'ieee-p1363' as const }
  if (!verify('sha256', approval.signingInput, key, approval.signature)) {
    throw new SigningRefusal(
      'approval-signature',
      `An approval is not signed by the key ${approver.kid} it names.`,
    )
  }
  return { approver, claims: approval.claims, id: sha256Hex(approval.signingInput) }
}

function assertSpeaksOf(claims: ApprovalClaims, expected: ExpectedClaims, kid: string): void {
  if (claims.trustSpace !== expected.trustSpace) {
    throw new SigningRefusal(
      'approval-other-trust-space',
      `${kid} approved a list of ${JSON.stringify(claims.trustSpace)}.`,
    )
  }
  if (claims.newSequence !== expected.newSequence) {
    throw new SigningRefusal(
      'approval-other-sequence',
      `${kid} approved sequence ${claims.newSequence}, not ${expected.newSequence}.`,
    )
  }
  if (claims.baseSequence !== expected.baseSequence || claims.baseDigest !== expected.baseDigest) {
    throw new SigningRefusal(
      'approval-other-base',
      `${kid} compared with list ${claims.baseSequence} (${claims.baseDigest}); the last signed one is ${expected.baseSequence} (${expected.baseDigest}).`,
    )
  }
  if (claims.contentDigest !== expected.contentDigest) {
    throw new SigningRefusal(
      'approval-other-content',
      `${kid} approved content ${claims.contentDigest}, not ${expected.contentDigest}.`,
    )
  }
}

function assertAlive(claims: ApprovalClaims, now: Date, kid: string): void {
  const leftMs = Date.parse(claims.expiry) - now.getTime()
  // Written so that a time that is none (NaN) fails both.
  if (!(leftMs > 0)) {
    throw new SigningRefusal(
      'approval-expired',
      `The approval of ${kid} expired at ${claims.expiry}; approve again.`,
    )
  }
  if (!(leftMs <= LIFE_MAX_MS)) {
    throw new SigningRefusal(
      'approval-too-long',
      `The approval of ${kid} runs until ${claims.expiry}; 30 minutes ahead is the most.`,
    )
  }
}
