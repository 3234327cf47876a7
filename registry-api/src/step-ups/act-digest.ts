import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Act } from './act.ts'

/** SHA-256(JCS{space, person, method, path, ifMatch, bodySha256}), hex: what a step-up is bound to (procedures 4). */
export function actDigest(personId: string, act: Omit<Act, 'stepUpId'>): string {
  const bound = {
    space: act.trustSpace,
    person: personId,
    method: act.method,
    path: act.path,
    ifMatch: act.ifMatch,
    bodySha256: act.bodySha256,
  }
  return createHash('sha256')
    .update(canonicalize(bound) ?? '')
    .digest('hex')
}
