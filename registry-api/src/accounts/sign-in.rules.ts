import type { ProviderSettings } from './provider-profile.ts'
import { signInRefusals } from './sign-in.refusals.ts'

/** Who the provider says somebody is. Only (issuer, subject) identifies; the rest describes (decisions 30). */
export interface ProviderIdentity {
  readonly issuer: string
  readonly subject: string
  readonly name: string | null
  readonly mail: string | null
  readonly idp: string | null
  readonly siret: string | null
}

export const ATTEMPT_LIFE_MS = 10 * 60_000

/** What is left to compare of an attempt once its handle has found it. */
export interface AttemptToJudge {
  readonly state: string
  readonly expiresAt: Date
  readonly usedAt: Date | null
}

/**
 * The way back must be that of the browser that set out (handle and state together), once, and soon.
 * Refuses `sign-in-state-unknown`, `sign-in-already-used`, `sign-in-expired`.
 */
export function assertUsable(
  attempt: AttemptToJudge | undefined,
  state: string | undefined,
  at: Date,
): asserts attempt is AttemptToJudge {
  if (attempt === undefined || state === undefined || attempt.state !== state)
    throw signInRefusals('sign-in-state-unknown')
  if (attempt.usedAt !== null) throw signInRefusals('sign-in-already-used')
  if (attempt.expiresAt <= at) throw signInRefusals('sign-in-expired', { minutes: ATTEMPT_LIFE_MS / 60_000 })
}

type Claims = Readonly<Record<string, unknown>>
type Accepts = Pick<ProviderSettings, 'acceptedAcr' | 'acceptedIdp' | 'idpClaim' | 'siretClaim'>

/** How strongly somebody authenticated, as the ID token says it. Refuses `sign-in-acr`. */
export function assertAcrAccepted({ acceptedAcr }: Pick<Accepts, 'acceptedAcr'>, claims: Claims): void {
  const { acr } = claims
  const isAccepted = typeof acr === 'string' && acceptedAcr.includes(acr)
  if (acceptedAcr.length > 0 && !isAccepted) throw signInRefusals('sign-in-acr')
}

/** The identity out of all claims together. Refuses `sign-in-idp`, `sign-in-token-invalid`. */
export function readIdentity(profile: Accepts, claims: Claims): ProviderIdentity {
  const { iss, sub } = claims
  // OpenID Connect Core 2: `sub` has 255 ASCII characters at most.
  if (typeof iss !== 'string' || typeof sub !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(sub))
    throw signInRefusals('sign-in-token-invalid')
  const text = (name: string, longest: number) => lineOf(claims[name], longest)
  const idp = text(profile.idpClaim, 200)
  if (profile.acceptedIdp.length > 0 && (idp === null || !profile.acceptedIdp.includes(idp)))
    throw signInRefusals('sign-in-idp')
  const family = text('usual_name', 60) ?? text('family_name', 60)
  const parts = [text('given_name', 60), family].filter((part) => part !== null)
  const siret = profile.siretClaim === undefined ? null : text(profile.siretClaim, 20)
  return {
    issuer: iss,
    subject: sub,
    name: text('name', 120) ?? (parts.length === 0 ? null : parts.join(' ')),
    mail: mailOf(claims['email']),
    idp,
    siret: siret !== null && /^\d{14}$/.test(siret) ? siret : null,
  }
}

// What makes two names look like one, or a line two, is dropped: a provider's text is a stranger's text.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu

function lineOf(claim: unknown, longest: number): string | null {
  if (typeof claim !== 'string') return null
  const text = claim
    .slice(0, 4 * longest)
    .normalize('NFC')
    .replaceAll(INVISIBLE, '')
    .trim()
  const cut = [...text].slice(0, longest).join('').trim()
  return cut === '' ? null : cut
}

function mailOf(claim: unknown): string | null {
  if (typeof claim !== 'string' || claim.length > 254) return null
  return /^[\x21-\x3f\x41-\x7e]{1,64}@[A-Za-z0-9.-]{1,190}$/.test(claim) ? claim : null
}
