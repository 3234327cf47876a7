import type { Principal } from '../db/principal.ts'
import { rightRefusals } from '../rights/right.refusals.ts'

/** The person before the screen. Refuses `key-may-not-decide` (S3), and `right-missing` to what is no person. */
export function personAt(principal: Principal): { readonly personId: string; readonly sessionId: string } {
  if (principal.kind === 'key') throw rightRefusals('key-may-not-decide')
  const { personId, sessionId } = principal
  if (principal.kind !== 'person' || personId === undefined || sessionId === undefined)
    throw rightRefusals('right-missing', { permission: 'step-up' })
  return { personId, sessionId }
}
