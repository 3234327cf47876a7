import * as oidc from 'openid-client'
import type { Refusal } from '../errors.ts'
import { signInRefusals } from './sign-in.refusals.ts'

/** What openid-client wraps: the failed check, told by the claim or header that it is about. */
interface FailedCheck {
  readonly message: string
  readonly code: string
  /** The claim or attribute that was looked at; '' where it is not said. */
  readonly about: string
}

const BY_SUBJECT = {
  nonce: 'sign-in-nonce',
  iss: 'sign-in-issuer',
  issuer: 'sign-in-issuer',
  aud: 'sign-in-audience',
  azp: 'sign-in-audience',
  exp: 'sign-in-token-expired',
  nbf: 'sign-in-token-expired',
  sub: 'sign-in-subject',
} as const

// RFC 6749 4.1.2.1 and OpenID Connect Core 3.1.2.6: the person, or the provider for the person, said no.
const DENIALS = new Set([
  'access_denied',
  'login_required',
  'consent_required',
  'interaction_required',
  'account_selection_required',
])

/** The refusal that stands for a failure of openid-client; `undefined` where the fault is ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof oidc.AuthorizationResponseError)
    return signInRefusals(DENIALS.has(error.error) ? 'sign-in-denied' : 'sign-in-provider-unavailable')
  if (error instanceof oidc.ResponseBodyError)
    return signInRefusals(
      error.error === 'invalid_grant' ? 'sign-in-code-refused' : 'sign-in-provider-unavailable',
    )
  if (error instanceof oidc.WWWAuthenticateChallengeError)
    return signInRefusals('sign-in-provider-unavailable')
  if (error instanceof oidc.ClientError) return signInRefusals(codeOf(checkOf(error)))
  // fetch says a lost connection by a TypeError whose cause is of the system; any other TypeError is a fault of ours.
  if (error instanceof TypeError && error.message === 'fetch failed')
    return signInRefusals('sign-in-provider-unavailable')
  return undefined
}

function checkOf(error: oidc.ClientError): FailedCheck {
  const inner = error.cause instanceof Error ? error.cause : error
  const details = (inner.cause ?? {}) as { readonly claim?: unknown; readonly attribute?: unknown }
  const named = /"(\w+)" \([\w ()]+\) claim/.exec(inner.message)?.[1]
  const about = [details.claim, details.attribute, named].find((name) => typeof name === 'string') ?? ''
  return { message: inner.message, code: error.code ?? '', about }
}

function codeOf({ message, code, about }: FailedCheck) {
  if (Object.hasOwn(BY_SUBJECT, about)) return BY_SUBJECT[about as keyof typeof BY_SUBJECT]
  switch (code) {
    case 'OAUTH_KEY_SELECTION_FAILED':
      return 'sign-in-signature'
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return 'sign-in-token-expired'
    case 'OAUTH_INVALID_RESPONSE':
      if (/"iss"/.test(message)) return 'sign-in-issuer'
      if (/"state"/.test(message)) return 'sign-in-state-unknown'
      if (/"alg"/.test(message)) return 'sign-in-algorithm'
      if (/signature/.test(message)) return 'sign-in-signature'
      return 'sign-in-token-invalid'
    case 'OAUTH_PARSE_ERROR':
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
    case 'OAUTH_JWT_USERINFO_EXPECTED':
      return 'sign-in-token-invalid'
    default:
      return 'sign-in-provider-unavailable'
  }
}
