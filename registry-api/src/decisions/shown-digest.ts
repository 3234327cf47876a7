import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Shown } from './decision.ts'

/** SHA-256 (hex) of the canonical form (RFC 8785) of what was shown. */
export function shownDigest(shown: Shown): string {
  const canonical = canonicalize(shown)
  if (canonical === undefined) throw new Error('nothing was shown')
  return createHash('sha256').update(canonical, 'utf8').digest('hex')
}
