import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { base64url, exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'

export interface ProviderPerson {
  readonly sub: string
  readonly [claim: string]: unknown
}

/** What the provider does wrong. Nothing here: it is as honest as any other. */
export interface Misdeeds {
  /** Bends the claims of the next ID tokens. */
  readonly claims?: (claims: JWTPayload) => JWTPayload
  /** How the ID token is signed. */
  readonly sign?:
    'honest' | 'none' | 'HS256 by the secret' | 'HS256 by the public key' | 'foreign key' | 'broken'
  /** The `iss` parameter of the redirect (RFC 9207). */
  readonly iss?: string | undefined
  /** The userinfo is about somebody else. */
  readonly userinfoSub?: string
  /** The userinfo comes as a JWT. */
  readonly userinfo?: 'signed' | 'signed by a foreign key'
  /** Answers of the redirect in place of a code. */
  readonly error?: string
  /** Status of the token endpoint, whatever is asked. */
  readonly tokenStatus?: number
  /** Takes a code again, and with any verifier: the client must not count on the provider. */
  readonly takesAnyCode?: boolean
}

interface Grant {
  readonly person: ProviderPerson
  readonly nonce: string | null
  readonly challenge: string | null
  readonly redirectUri: string | null
  accessToken?: string
  used: boolean
}

export const HOSTILE_CLIENT = { id: 'registry-of-the-tests', secret: 'client-secret-of-the-tests' } as const

export type HostileProvider = Awaited<ReturnType<typeof startHostileProvider>>

/**
 * An OpenID Connect provider that lies on demand: wrong claims, wrong signatures, wrong redirects. Whoever is named by
 * `next` signs in at once, without a page.
 */
export async function startHostileProvider() {
  const own = await generateKeyPair('RS256')
  const foreign = await generateKeyPair('RS256')
  const publicJwk = await exportJWK(own.publicKey)
  const grants = new Map<string, Grant>()
  const state = {
    person: { sub: 'nobody' } as ProviderPerson,
    misdeeds: {} as Misdeeds,
    tokenRequests: [] as URLSearchParams[],
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`

  const json = (response: ServerResponse, status: number, body: unknown, type = 'application/json') =>
    response
      .writeHead(status, { 'content-type': type })
      .end(typeof body === 'string' ? body : JSON.stringify(body))

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const url = new URL(request.url ?? '/', issuer)
    if (url.pathname === '/.well-known/openid-configuration') return json(response, 200, metadata(issuer))
    if (url.pathname === '/jwks')
      return json(response, 200, { keys: [{ ...publicJwk, kid: 'own', alg: 'RS256', use: 'sig' }] })
    if (url.pathname === '/authorize') return authorize(url.searchParams, response)
    if (url.pathname === '/token') return token(new URLSearchParams(await textOf(request)), response)
    if (url.pathname === '/userinfo') return userinfo(request, response)
    return json(response, 404, {})
  }

  function authorize(asked: URLSearchParams, response: ServerResponse): void {
    const back = new URL(asked.get('redirect_uri') ?? issuer)
    const { error } = state.misdeeds
    if (error === undefined) {
      const code = randomBytes(16).toString('hex')
      grants.set(code, {
        person: state.person,
        nonce: asked.get('nonce'),
        challenge: asked.get('code_challenge'),
        redirectUri: asked.get('redirect_uri'),
        used: false,
      })
      back.searchParams.set('code', code)
    } else back.searchParams.set('error', error)
    back.searchParams.set('state', asked.get('state') ?? '')
    const iss = 'iss' in state.misdeeds ? state.misdeeds.iss : issuer
    if (iss !== undefined) back.searchParams.set('iss', iss)
    response.writeHead(302, { location: back.href }).end()
  }

  async function token(asked: URLSearchParams, response: ServerResponse): Promise<unknown> {
    state.tokenRequests.push(asked)
    if (state.misdeeds.tokenStatus !== undefined) return json(response, state.misdeeds.tokenStatus, {})
    const isClient =
      asked.get('client_id') === HOSTILE_CLIENT.id && asked.get('client_secret') === HOSTILE_CLIENT.secret
    if (!isClient) return json(response, 401, { error: 'invalid_client' })
    const grant = grants.get(asked.get('code') ?? '')
    const verifier = asked.get('code_verifier') ?? ''
    const isGood =
      grant !== undefined &&
      grant.redirectUri === asked.get('redirect_uri') &&
      (state.misdeeds.takesAnyCode === true ||
        (!grant.used &&
          (grant.challenge === null ||
            grant.challenge === createHash('sha256').update(verifier).digest('base64url'))))
    if (grant === undefined || !isGood) return json(response, 400, { error: 'invalid_grant' })
    grant.used = true
    grant.accessToken = randomBytes(16).toString('hex')
    return json(response, 200, {
      access_token: grant.accessToken,
      token_type: 'Bearer',
      expires_in: 300,
      id_token: await idToken(grant),
    })
  }

  async function idToken({ person, nonce }: Grant): Promise<string> {
    const now = Math.floor(Date.now() / 1_000)
    const honest = {
      iss: issuer,
      aud: HOSTILE_CLIENT.id,
      sub: person.sub,
      iat: now,
      exp: now + 300,
      ...(nonce === null ? {} : { nonce }),
    }
    const claims: JWTPayload = { ...honest, ...(person['acr'] === undefined ? {} : { acr: person['acr'] }) }
    const bent = state.misdeeds.claims?.(claims) ?? claims
    const encoded = (value: unknown) => base64url.encode(JSON.stringify(value))
    switch (state.misdeeds.sign ?? 'honest') {
      case 'none':
        return `${encoded({ alg: 'none' })}.${encoded(bent)}.`
      case 'HS256 by the secret':
        return hmac(bent, Buffer.from(HOSTILE_CLIENT.secret.padEnd(32, '.')))
      case 'HS256 by the public key':
        return hmac(bent, Buffer.from(JSON.stringify(publicJwk)))
      case 'foreign key':
        return new SignJWT(bent).setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(foreign.privateKey)
      case 'broken': {
        const token = await new SignJWT(bent)
          .setProtectedHeader({ alg: 'RS256', kid: 'own' })
          .sign(own.privateKey)
        const [header, , signature] = token.split('.')
        return `${header}.${encoded({ ...bent, sub: 'somebody-else' })}.${signature}`
      }
      case 'honest':
        return new SignJWT(bent).setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(own.privateKey)
    }
  }

  async function userinfo(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    const grant = [...grants.values()].find(
      ({ accessToken }) => accessToken !== undefined && accessToken === token,
    )
    if (grant === undefined) return json(response, 401, {})
    const claims = { ...grant.person, sub: state.misdeeds.userinfoSub ?? grant.person.sub }
    if (state.misdeeds.userinfo === undefined) return json(response, 200, claims)
    const { privateKey } = state.misdeeds.userinfo === 'signed' ? own : foreign
    const jwt = new SignJWT({ ...claims, iss: issuer, aud: HOSTILE_CLIENT.id })
    return json(
      response,
      200,
      await jwt.setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(privateKey),
      'application/jwt',
    )
  }

  return {
    issuer,
    /** The parameters of every request to the token endpoint. */
    tokenRequests: state.tokenRequests,
    next(person: ProviderPerson, misdeeds: Misdeeds = {}) {
      Object.assign(state, { person, misdeeds })
    },
    /** A profile that fits it; `over` changes members. */
    profile: (
      clientSecretFile: string,
      redirectUri: string,
      over: Readonly<Record<string, unknown>> = {},
    ) => ({
      issuer,
      clientId: HOSTILE_CLIENT.id,
      clientSecretFile,
      clientAuth: 'client_secret_post',
      pkce: true,
      scopes: ['openid', 'profile', 'email'],
      userinfo: 'json',
      algs: ['RS256'],
      redirectUri,
      allowInsecureLoopback: true,
      ...over,
    }),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function metadata(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    // It offers everything: what is taken is the client's to say.
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    authorization_response_iss_parameter_supported: true,
  }
}

function hmac(claims: JWTPayload, secret: Uint8Array): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'own' }).sign(secret)
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
