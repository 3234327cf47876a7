import * as oidc from 'openid-client'
import type { Clock } from '../clock.ts'
import { assertOutsideTransaction } from '../db/transaction.ts'
import { Refusal } from '../errors.ts'
import type { Log } from '../log.ts'
import { refusalOf } from './provider-failures.ts'
import type { ProviderSettings } from './provider-profile.ts'
import { assertAcrAccepted, readIdentity, type ProviderIdentity } from './sign-in.rules.ts'
import { signInRefusals } from './sign-in.refusals.ts'

/** The secrets of one attempt: they go out once and must come back. */
export interface AttemptSecrets {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

/** What the provider's redirect brought to the portal. */
export interface ProviderAnswer {
  readonly code?: string | undefined
  readonly state?: string | undefined
  readonly iss?: string | undefined
  readonly error?: string | undefined
}

export interface ProviderClient {
  /** Whether its claims tell who employs a person. */
  readonly knowsEmployers: boolean
  newSecrets(): AttemptSecrets
  authorizationUrl(secrets: AttemptSecrets): Promise<string>
  /** Trades the answer for an identity, after every check there is. */
  redeem(secrets: AttemptSecrets, answer: ProviderAnswer): Promise<ProviderIdentity>
}

const TIMEOUT_SECONDS = 10
const BODY_BYTES_MAX = 512 * 1024
// Keys that rotate are fetched again by openid-client; the rest of the metadata hardly ever changes.
const METADATA_LIFE_MS = 3_600_000

/**
 * Speaks OpenID Connect with the provider of a profile: Authorization Code, state, nonce, exact redirect, PKCE where it
 * has it, the `iss` parameter (RFC 9207), closed algorithms, signatures always verified. Never inside a transaction.
 * What fails is a refusal `sign-in-…`; the log says which check it was.
 */
export function createProviderClient(
  settings: ProviderSettings,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): ProviderClient {
  let known: { readonly configuration: oidc.Configuration; readonly until: number } | undefined

  async function configuration(): Promise<oidc.Configuration> {
    if (known === undefined || known.until <= clock().getTime())
      known = { configuration: await discover(settings), until: clock().getTime() + METADATA_LIFE_MS }
    return known.configuration
  }

  async function asking<T>(what: string, ask: () => Promise<T>): Promise<T> {
    assertOutsideTransaction(`the identity provider (${what})`)
    try {
      return await ask()
    } catch (error) {
      const refusal = error instanceof Refusal ? error : refusalOf(error)
      if (refusal === undefined) throw error
      log.warn('sign-in-refused', { what, code: refusal.code, reason: reasonOf(error) })
      throw refusal
    }
  }

  return {
    knowsEmployers: settings.siretClaim !== undefined,
    newSecrets: () => ({
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
    }),

    authorizationUrl: ({ state, nonce, codeVerifier }) =>
      asking('discovery', async () => {
        const { scopes, claims, acceptedAcr, redirectUri, pkce } = settings
        return oidc.buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: scopes.join(' '),
          state,
          nonce,
          ...(pkce
            ? {
                code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
                code_challenge_method: 'S256',
              }
            : {}),
          ...(claims === undefined ? {} : { claims: JSON.stringify(claims) }),
          ...(acceptedAcr.length === 0 ? {} : { acr_values: acceptedAcr.join(' ') }),
        }).href
      }),

    redeem: (secrets, answer) =>
      asking('redeeming', async () => {
        const at = await configuration()
        const tokens = await oidc.authorizationCodeGrant(at, answerUrl(settings.redirectUri, answer), {
          expectedState: secrets.state,
          expectedNonce: secrets.nonce,
          ...(settings.pkce ? { pkceCodeVerifier: secrets.codeVerifier } : {}),
        })
        const claims = tokens.claims()
        if (claims === undefined) throw signInRefusals('sign-in-token-invalid')
        assertAcrAccepted(settings, claims)
        const more =
          settings.userinfo === 'none' ? {} : await oidc.fetchUserInfo(at, tokens.access_token, claims.sub)
        // What the ID token says stands: the userinfo only adds to it.
        return readIdentity(settings, { ...more, ...claims })
      }),
  }
}

/** The redirect as the provider made it; the rest of the address is ours, never the caller's. */
function answerUrl(redirectUri: string, answer: ProviderAnswer): URL {
  const url = new URL(redirectUri)
  for (const name of ['code', 'state', 'iss', 'error'] as const) {
    const value = answer[name]
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url
}

async function discover(settings: ProviderSettings): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret, algs, userinfo, allowInsecureLoopback } = settings
  const boundedFetch = createBoundedFetch(settings)
  const execute = allowInsecureLoopback ? [oidc.allowInsecureRequests] : []
  const found = await oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
    [oidc.customFetch]: boundedFetch,
    timeout: TIMEOUT_SECONDS,
    execute,
  })
  const metadata = found.serverMetadata() as oidc.ServerMetadata
  // Byte for byte (OpenID Connect Discovery 4.3): the library compares URLs after normalising them.
  if (metadata.issuer !== issuer) throw signInRefusals('sign-in-issuer')
  const configuration = new oidc.Configuration(
    {
      ...metadata,
      // Closed by the profile: what the provider says of itself never opens another algorithm.
      id_token_signing_alg_values_supported: [...algs],
      userinfo_signing_alg_values_supported: [...algs],
    },
    clientId,
    userinfo === 'jwt' ? { userinfo_signed_response_alg: algs[0]! } : {},
    clientAuthOf(settings),
  )
  configuration.timeout = TIMEOUT_SECONDS
  configuration[oidc.customFetch] = boundedFetch
  for (const extend of execute) extend(configuration)
  // Without it the signature is taken on trust, as the token came over TLS.
  oidc.enableNonRepudiationChecks(configuration)
  return configuration
}

function clientAuthOf({ clientAuth, clientSecret }: ProviderSettings): oidc.ClientAuth {
  if (clientAuth === 'client_secret_basic') return oidc.ClientSecretBasic(clientSecret)
  return clientAuth === 'client_secret_post' ? oidc.ClientSecretPost(clientSecret) : oidc.None()
}

/** Dials the issuer's origin and those the profile adds, follows no redirect, and stops at the first byte too many. */
function createBoundedFetch({ issuer, endpointOrigins }: ProviderSettings): oidc.CustomFetch {
  const origins = new Set([issuer, ...endpointOrigins].map((url) => new URL(url).origin))
  return async (url, options) => {
    if (!origins.has(new URL(url).origin)) throw signInRefusals('sign-in-provider-unavailable')
    // The DOM's types, which the portal compiles with, know no body that grows.
    const body = (options.body ?? null) as NonNullable<RequestInit['body']> | null
    const response = await fetch(url, { ...options, body })
    const chunks: Uint8Array[] = []
    let length = 0
    for await (const chunk of response.body ?? []) {
      length += (chunk as Uint8Array).length
      if (length > BODY_BYTES_MAX) throw signInRefusals('sign-in-provider-unavailable')
      chunks.push(chunk as Uint8Array)
    }
    const isBodiless = [101, 204, 205, 304].includes(response.status)
    return new Response(isBodiless ? null : Buffer.concat(chunks), response)
  }
}

/** For the log: the failed check in the library's words, which hold no token and no claim's value. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const inner = error.cause instanceof Error ? error.cause.message : ''
  return inner === '' ? error.message : `${error.message}: ${inner}`
}
