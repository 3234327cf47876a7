import { SigningRefusal } from './errors.ts'
import type { LineChanges } from './line-changes.ts'

// Approvals, sequence and time as decisions 17, 22, 62 to 65 settle them. Each rule takes values and returns, or
// throws a SigningRefusal; none reads a clock, a file or the ledger.

const SEQUENCE_STEP_MAX = 1_000
const CLOCKS_APART_MAX_MS = 60_000
const PAUSE_MAX_MS = 7 * 24 * 60 * 60 * 1000

export interface Head {
  readonly sequence: number
  readonly signedAt: Date
}

/** W-1: a number only grows. Numbers that were skipped are burnt, not free. */
export function assertSequenceAbove(sequence: number, head: Head | undefined): void {
  if (head !== undefined && sequence <= head.sequence) {
    throw new SigningRefusal(
      'sequence-not-above',
      `Sequence ${sequence} is not above ${head.sequence}, the last one signed; take the next number.`,
    )
  }
}

/** Whether the step is so wide that a caller alone could use up the numbers of the trust space. */
function isWideStep(sequence: number, head: Head | undefined): boolean {
  return sequence - (head?.sequence ?? 0) > SEQUENCE_STEP_MAX
}

/** The second clock of a signer without network is its caller's; it can only refuse. */
export function assertClocksAgree(registryTime: Date, now: Date): void {
  const apartMs = Math.abs(registryTime.getTime() - now.getTime())
  if (apartMs > CLOCKS_APART_MAX_MS) {
    throw new SigningRefusal(
      'clock-disagrees',
      `The caller's clock and the signer's are ${Math.round(apartMs / 1000)} s apart (60 s at most): set the wrong one right.`,
    )
  }
}

/** Only a certificate that is not valid now stops a signature; a short margin rings in /state. */
export function assertCertificateValid(
  certificate: { readonly notBefore: Date; readonly notAfter: Date },
  now: Date,
): void {
  if (now < certificate.notBefore || now > certificate.notAfter) {
    throw new SigningRefusal(
      'certificate-not-valid',
      `The signing certificate is valid from ${certificate.notBefore.toISOString()} to ${certificate.notAfter.toISOString()}, and it is ${now.toISOString()}.`,
    )
  }
}

/**
 * W-3: the signing time only moves forward, in whole seconds. Returns how many milliseconds to wait until the
 * next second when the last signature is of this very second; refuses a clock that went back.
 */
export function waitBeforeSigningMs(now: Date, head: Head | undefined): number {
  if (head === undefined) return 0
  const waitMs = head.signedAt.getTime() + 1_000 - now.getTime()
  if (waitMs > 1_000) {
    throw new SigningRefusal(
      'time-not-forward',
      `The last list was signed at ${head.signedAt.toISOString()}, and it is only ${now.toISOString()}: the clock went back.`,
    )
  }
  return Math.max(0, waitMs)
}

export function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1_000) * 1_000)
}

export interface Intent {
  readonly sequence: number
  readonly changes: LineChanges
  readonly beyondGuardRails: boolean
  readonly signingTime: Date
}

/**
 * How many distinct persons must have approved, and the code if they are fewer. Alone, the caller gets the last
 * signed lines again, or fewer of them within the guard-rails, at most 1,000 numbers and 7 days further.
 */
export function assertApprovedByEnough(
  intent: Intent,
  head: Head | undefined,
  persons: ReadonlySet<string>,
): void {
  const given = persons.size
  if (given >= 2) return
  if (given === 0) {
    if (!intent.changes.isOnlyRemoval) {
      throw new SigningRefusal('approval-missing', 'Lines are added, edited or moved: a person must approve.')
    }
    if (isWideStep(intent.sequence, head)) {
      throw new SigningRefusal(
        'sequence-step-too-wide',
        `From ${head?.sequence ?? 0} to ${intent.sequence} is a step of more than ${SEQUENCE_STEP_MAX}: a person must approve.`,
      )
    }
    if (head !== undefined && intent.signingTime.getTime() - head.signedAt.getTime() > PAUSE_MAX_MS) {
      throw new SigningRefusal(
        'approval-missing',
        `The last list was signed on ${head.signedAt.toISOString()}, more than 7 days ago: a person must approve.`,
      )
    }
  }
  if (intent.beyondGuardRails) {
    throw new SigningRefusal(
      'guard-rail-held',
      `Too many lines leave or change within 24 hours (or all of them): two persons must approve, ${given} did.`,
    )
  }
}
