import { authenticatorRefusals } from './authenticator.refusals.ts'

/** One to use and one in the safe. */
export const AUTHENTICATORS_ASKED = 2
export const FIRST_KEY_WITHIN_MS = 15 * 60_000
/** What the key in software of a demo says of itself (demo/soft-authenticator). */
export const SOFT_AAGUID = '4452494d-2044-454d-4f20-534f4654204b'

export type AuthenticatorKind = 'hardware' | 'soft' | 'unattested'

/** What is known of a key: its make vouched for, made for demos, or nothing. */
export function kindOf(key: { readonly aaguid: string; readonly isHardware: boolean }): AuthenticatorKind {
  if (key.aaguid === SOFT_AAGUID) return 'soft'
  return key.isHardware ? 'hardware' : 'unattested'
}

export interface AttestationPolicy {
  readonly mode: 'demo' | 'real'
  /** Whether makers are configured whose word we take (REGISTRY_ATTESTATION_ROOTS_FILE). */
  readonly hasRoots: boolean
}

/**
 * Whether the key counts as hardware, and may be enrolled at all. A demo without makers lets any key count: it has no
 * other. Throws `authenticator-soft` in mode real, `authenticator-not-attested` to an on-call officer (AS).
 */
export function assertMayEnrol(
  key: { readonly aaguid: string; readonly isAttested: boolean },
  person: { readonly isOnCall: boolean },
  policy: AttestationPolicy,
): { readonly isHardware: boolean } {
  if (policy.mode === 'real' && key.aaguid === SOFT_AAGUID) throw authenticatorRefusals('authenticator-soft')
  const isHardware = key.isAttested || (policy.mode === 'demo' && !policy.hasRoots)
  if (person.isOnCall && !isHardware) throw authenticatorRefusals('authenticator-not-attested')
  return { isHardware }
}

/**
 * A first key needs no other: it is enrolled in the minutes after its person showed that an invitation reached them, or
 * by somebody who has no place anywhere yet (the author of an admission, to whom nobody sends an invitation).
 * Throws `authenticator-window-closed`.
 */
export function assertFirstKeyAllowed(
  person: { readonly lastAcceptedAt: Date | undefined; readonly hadAnyPlace: boolean },
  at: Date,
): void {
  const { lastAcceptedAt, hadAnyPlace } = person
  if (!hadAnyPlace) return
  if (lastAcceptedAt !== undefined && at.getTime() - lastAcceptedAt.getTime() <= FIRST_KEY_WITHIN_MS) return
  throw authenticatorRefusals('authenticator-window-closed')
}
