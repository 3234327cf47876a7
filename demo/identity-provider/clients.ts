/** How a client of the provider wants its answers; two kinds, for providers in the world differ in just this. */
export type ClientKind = 'json' | 'jwt'

export interface ProviderClient {
  readonly kind: ClientKind
  readonly secret: string
  readonly redirectUris: readonly string[]
}

const KINDS = {
  /** As Keycloak answers: userinfo in JSON, the secret in a header. */
  json: { id: 'registry', auth: 'client_secret_basic', alg: 'RS256' },
  /** As ProConnect answers: userinfo as a signed JWT, the secret in the body. */
  jwt: { id: 'registry-jwt', auth: 'client_secret_post', alg: 'ES256' },
} as const

/** The client as oidc-provider wants it. */
export function metadataOf({ kind, secret, redirectUris }: ProviderClient) {
  const { id, auth, alg } = KINDS[kind]
  return {
    client_id: id,
    client_secret: secret,
    client_name: 'Registre DRIM-M (démonstration)',
    redirect_uris: [...redirectUris],
    grant_types: ['authorization_code'],
    response_types: ['code' as const],
    token_endpoint_auth_method: auth,
    id_token_signed_response_alg: alg,
    ...(kind === 'jwt' ? { userinfo_signed_response_alg: alg } : {}),
  }
}

/** What the registry reads from `REGISTRY_OIDC_PROFILE_FILE` to speak to the provider as that client. */
export function profileOf(given: {
  readonly issuer: string
  readonly kind: ClientKind
  readonly clientSecretFile: string
  readonly redirectUri: string
}) {
  const { id, auth, alg } = KINDS[given.kind]
  return {
    issuer: given.issuer,
    clientId: id,
    clientSecretFile: given.clientSecretFile,
    clientAuth: auth,
    pkce: true,
    scopes: ['openid', 'profile', 'email', 'siret'],
    acceptedAcr: ['eidas2', 'eidas3'],
    acceptedIdp: [],
    userinfo: given.kind,
    algs: [alg],
    siretClaim: 'siret',
    redirectUri: given.redirectUri,
    allowInsecureLoopback: true,
  }
}
