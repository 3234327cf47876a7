import { z } from 'zod'

// What a provider may sign with. HMAC and "none" are left out on purpose: whoever holds the client's secret, or
// nobody at all, could then make an identity.
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const

const claimName = z.string().regex(/^[A-Za-z0-9_:./-]{1,128}$/)

/**
 * How an OpenID Connect provider is spoken to. It is data, because no two are alike: ProConnect has no PKCE and signs
 * its userinfo, Keycloak and Pro Santé Connect have both otherwise (decisions 30).
 */
export const ProviderProfile = z
  .strictObject({
    issuer: z.url({ protocol: /^https?$/ }),
    clientId: z.string().min(1).max(200),
    clientSecretFile: z.string().startsWith('/', 'must be an absolute path').optional(),
    clientAuth: z.enum(['client_secret_basic', 'client_secret_post', 'none']),
    pkce: z.boolean(),
    scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).min(1),
    /** Request parameter `claims` (OpenID Connect Core 5.5), where the provider wants one. */
    claims: z.record(z.string(), z.unknown()).optional(),
    /** Empty: any. Otherwise asked for by `acr_values`, and held against the ID token. */
    acceptedAcr: z.array(z.string().min(1)).default([]),
    /** Providers behind the provider that are let in; empty: any. Named by the claim `idpClaim`. */
    acceptedIdp: z.array(z.string().min(1)).default([]),
    idpClaim: claimName.default('idp_id'),
    userinfo: z.enum(['json', 'jwt', 'none']),
    /** Signatures taken, and no other; the first is the one of a signed userinfo. */
    algs: z.array(z.enum(ALGORITHMS)).min(1),
    /** Claim that carries the SIRET of who employs the person; absent where the provider knows none. */
    siretClaim: claimName.optional(),
    /** Exactly as it is registered at the provider. */
    redirectUri: z.url({ protocol: /^https?$/ }),
    /** Origins beside the issuer's that its endpoints may have. */
    endpointOrigins: z.array(z.url({ protocol: /^https?$/ })).default([]),
    /** Plain http on loopback; refused in mode real. */
    allowInsecureLoopback: z.boolean().default(false),
  })
  .superRefine((profile, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (!profile.scopes.includes('openid')) refuse('scopes', 'must hold openid')
    if ((profile.clientAuth === 'none') !== (profile.clientSecretFile === undefined))
      refuse('clientSecretFile', 'goes with every clientAuth but none')
    if (profile.clientAuth === 'none' && !profile.pkce) refuse('pkce', 'a client without secret needs PKCE')
    if (/[?#]/.test(profile.redirectUri)) refuse('redirectUri', 'has a query or a fragment')
    for (const name of ['issuer', 'redirectUri'] as const) {
      const url = new URL(profile[name])
      if (url.protocol !== 'https:' && !(profile.allowInsecureLoopback && isLoopback(url.hostname)))
        refuse(name, 'must be https')
    }
  })
export type ProviderProfile = z.infer<typeof ProviderProfile>

/** A profile with the secret it names: what a client of the provider is made of. */
export interface ProviderSettings extends Omit<ProviderProfile, 'clientSecretFile'> {
  readonly clientSecret: string | undefined
}

/** Names of this machine alone. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}
