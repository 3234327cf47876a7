import type { Certificate } from './certificate.ts'
import { rfc3339 } from './given-lists.ts'
import type { Authority, Trust } from './load-trust.ts'
import type { RevocationList } from './revocation-list.ts'

/** Clocks may differ that much; a list from further in the future proves nothing now. */
const CLOCK_SKEW_MS = 5 * 60_000

export type RevocationStatus =
  | { readonly state: 'good' }
  /** `missing`: an issuer without a list. `unknown`: a list was given but proves nothing. */
  | { readonly state: 'revoked' | 'unknown' | 'missing'; readonly detail: string }

/**
 * Whether a certificate or any authority above it is revoked (Format 8.4): every one of the path is asked of its issuer's
 * newest list, the root of its own. The worst answer stands: revoked, then unknown, then missing.
 *
 * `graceMs` is how long past its nextUpdate a list still counts. A list that is out of date can still revoke.
 */
export function revocationOf(
  certificate: Certificate,
  path: readonly Authority[],
  { revocationLists }: Trust,
  { at, graceMs }: { at: Date; graceMs: number },
): RevocationStatus {
  const chain = [certificate, ...path.map((authority) => authority.certificate)]
  const root = path.at(-1)!
  const statuses = chain.map((link, index) => statusOf(link, path[index] ?? root, at, graceMs))
  // Whose list it was cannot be told any more: it may have been the one that revokes.
  const unreadable = revocationLists.find(({ fault }) => fault === 'unreadable')
  if (unreadable)
    statuses.push({ state: 'unknown', detail: `an unreadable revocation list: ${unreadable.detail}` })
  return (
    statuses.find(({ state }) => state === 'revoked') ??
    statuses.find(({ state }) => state === 'unknown') ??
    statuses.find(({ state }) => state === 'missing') ?? { state: 'good' }
  )
}

function statusOf(certificate: Certificate, issuer: Authority, at: Date, graceMs: number): RevocationStatus {
  const name = issuer.certificate.subjectText
  const lists = issuer.revocationLists.filter((list) => covers(list, certificate))
  const newestTime = Math.max(...lists.map(({ thisUpdate }) => thisUpdate.getTime()))
  // An authority can publish twice in a second, because of a theft: of these, each may revoke.
  const newestLists = lists.filter(({ thisUpdate }) => thisUpdate.getTime() === newestTime)
  if (newestLists.some(({ serialNumbers }) => serialNumbers.has(certificate.fields.serialNumber))) {
    return { state: 'revoked', detail: `${certificate.subjectText} is on the revocation list of ${name}` }
  }
  if (issuer.hasForgedList)
    return { state: 'unknown', detail: `a revocation list of ${name} that it did not sign` }
  const newest = newestLists[0]
  if (!newest) return { state: 'missing', detail: `no revocation list of ${name}` }
  if (newest.thisUpdate.getTime() > at.getTime() + CLOCK_SKEW_MS) {
    return {
      state: 'unknown',
      detail: `the revocation list of ${name} is of ${rfc3339(newest.thisUpdate)}, after now`,
    }
  }
  if (newest.nextUpdate.getTime() + graceMs < at.getTime()) {
    return {
      state: 'unknown',
      detail: `the revocation list of ${name} expired on ${rfc3339(newest.nextUpdate)}`,
    }
  }
  return { state: 'good' }
}

/** Whether the list would name the certificate if it were revoked. */
function covers({ scope, part }: RevocationList, { isAuthority, distributionPoints }: Certificate): boolean {
  if (scope !== 'all' && (scope === 'authorities') !== isAuthority) return false
  return part === undefined || part.some((name) => distributionPoints.includes(name))
}
