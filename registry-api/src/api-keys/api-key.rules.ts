import { apiKeyRefusals } from './api-key.refusals.ts'
import type { ApiKey, ApiKeyState } from './api-key.ts'

/** Of one organisation, in use. */
export const KEYS_MOST = 10
export const DAYS_DEFAULT = 90
export const DAYS_MOST = 365
export const DAY_MS = 86_400_000

/** What becomes of a key by itself and by what was done to it. */
export function stateOf(
  key: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
  isHolderActive: boolean,
  at: Date,
): ApiKeyState {
  if (key.revokedAt !== null) return 'revoked'
  if (key.expiresAt <= at) return 'expired'
  return isHolderActive ? 'active' : 'asleep'
}

/** Throws `api-key-limit`. A key that sleeps counts: it may wake. */
export function assertRoomForKey(inUse: number): void {
  if (inUse >= KEYS_MOST) throw apiKeyRefusals('api-key-limit', { most: KEYS_MOST })
}

/** Throws `api-key-wrong-state`. An expired key may be revoked: its expiry is then no longer what keeps it out. */
export function assertMayBeRevoked(state: ApiKeyState): void {
  if (state === 'revoked') throw apiKeyRefusals('api-key-wrong-state', { state, act: 'revoked' })
}

/** Throws `api-key-wrong-state`: nobody takes over a key whose holder is there. */
export function assertMayBeAdopted(state: ApiKeyState): void {
  if (state !== 'asleep') throw apiKeyRefusals('api-key-wrong-state', { state, act: 'adopted' })
}
