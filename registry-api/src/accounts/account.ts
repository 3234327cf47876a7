import type { Principal } from '../db/principal.ts'
import { rightRefusals } from '../rights/right.refusals.ts'

/** A person with a session of their own. */
export interface SignedInPerson {
  readonly personId: string
  readonly sessionId: string
}

/** What a person does in their own name, no key can. Refuses `right-missing`. */
export function personOfSession({ kind, personId, sessionId }: Principal): SignedInPerson {
  if (kind !== 'person' || personId === undefined || sessionId === undefined)
    throw rightRefusals('right-missing', { permission: 'own-account' })
  return { personId, sessionId }
}
