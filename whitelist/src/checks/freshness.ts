import { VerificationError } from '../errors.ts'
import type { ParsedWhitelist, SignatureBlock } from '../format/model.ts'
import type { Certificate } from '../trust/certificate.ts'
import { rfc3339 } from '../trust/given-lists.ts'
import type { Warning } from '../warnings.ts'

/** Clocks may differ that much. A list from further in the future must never become the floor of what comes after it. */
const FUTURE_MAX_MS = 5 * 60_000

/** The newest list ever accepted here. */
export interface HeldList {
  /** RFC 3339. */
  readonly signedAt: string
  /** Of the canonical document, lower-case hex. */
  readonly digest: string
}

/** Format 7.25, `signed-in-future`. */
export function assertNotInFuture({ signedAt }: SignatureBlock, at: Date): void {
  if (timeOf(signedAt) <= at.getTime() + FUTURE_MAX_MS) return
  throw new VerificationError('signed-in-future', `signed at ${signedAt}, it is ${rfc3339(at)}`)
}

/**
 * Format 7.26 and 7.27, `older-than-held` and `same-time-other-bytes`: the format has no sequence number, so the order of
 * lists is that of their signing times, and an old list that still names an excluded DRIMbox must not come back.
 */
export function assertNotOlder(
  list: ParsedWhitelist,
  { signedAt }: SignatureBlock,
  held: HeldList | undefined,
): void {
  if (!held) return
  const age = timeOf(signedAt) - timeOf(held.signedAt)
  if (age < 0)
    throw new VerificationError('older-than-held', `signed at ${signedAt}, held one at ${held.signedAt}`)
  if (age === 0 && list.digest !== held.digest) {
    throw new VerificationError(
      'same-time-other-bytes',
      `two lists signed at ${signedAt}: ${held.digest}, ${list.digest}`,
    )
  }
}

/** A signing time outside the certificate's validity proves nothing either way, as no time stamp vouches for it. */
export function warnOfSigningTime({ signedAt }: SignatureBlock, { fields }: Certificate): Warning[] {
  const time = timeOf(signedAt)
  const isInside = time >= fields.notBefore.getTime() && time <= fields.notAfter.getTime()
  return isInside ? [] : [{ code: 'signed-outside-validity', detail: `SigningTime is ${signedAt}` }]
}

function timeOf(rfc3339Text: string): number {
  const time = Date.parse(rfc3339Text)
  if (Number.isNaN(time)) throw new RangeError(`not a time: ${rfc3339Text}`)
  return time
}
