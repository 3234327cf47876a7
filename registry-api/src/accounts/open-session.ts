import type { Change } from '../audit/audit.ts'
import type { Transaction } from '../db/transaction.ts'
import { accountRepository } from './account.repository.ts'
import { membershipRepository } from './membership.repository.ts'
import { hashOfSecret, newSecret } from './secrets.ts'
import { endsAt, IDLE_AGENCY_MS, IDLE_PARTY_MS, SESSION_LIFE_MS } from './session.rules.ts'

export interface OpenedSession {
  readonly id: string
  /** Given out once; its hash is what stays. */
  readonly token: string
  readonly expiresAt: Date
}

/**
 * A new session, under a token that nobody has named before: one that a caller brings along is never taken over
 * (session fixation). How long it may rest depends on what its person may do. The caller tells the audit.
 */
export async function openSession(
  tx: Transaction,
  { personId, identityId }: { readonly personId: string; readonly identityId: string | null },
): Promise<OpenedSession> {
  const token = newSecret()
  const isAgency = await membershipRepository(tx).isOfAgency(personId)
  const session = {
    id: tx.newId(),
    tokenSha256: hashOfSecret(token),
    personId,
    identityId,
    createdAt: tx.at,
    lastSeenAt: tx.at,
    expiresAt: new Date(tx.at.getTime() + SESSION_LIFE_MS),
    idleMs: isAgency ? IDLE_AGENCY_MS : IDLE_PARTY_MS,
    endedAt: null,
  }
  await accountRepository(tx).insertSession(session)
  return { id: session.id, token, expiresAt: endsAt(session) }
}

/** Ends every session of a person: their rights are no longer what they were. Gives back what the audit is told. */
export async function endSessionsOf(
  tx: Transaction,
  personId: string,
  cause: 'roles-changed' | 'membership-ended' | 'asleep',
): Promise<Change[]> {
  const ended = await accountRepository(tx).endSessionsOf(personId)
  return ended.map((id) => ({ event: 'session.ended', subject: { kind: 'session', id }, data: { cause } }))
}
