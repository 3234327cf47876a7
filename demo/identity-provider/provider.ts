import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { isForLoopback, markup, sendPage } from '../page.ts'
import { alteredToken, type AlterToken } from './altered-token.ts'
import type { ClientKind, ProviderClient } from './clients.ts'
import { ACRS, configurationOf, COOKIES, type Acr } from './configuration.ts'
import { createProviderKeys, type ProviderKeys } from './keys.ts'
import { loginForm, personaList } from './login-page.ts'
import { personas as everybody, type Persona } from './personas.ts'

const BODY_BYTES_MAX = 4_096

export interface IdentityProviderOptions {
  /** 0 lets the system choose. It listens on 127.0.0.1 and is called `localhost`. */
  readonly port: number
  /** Where the registry's portal takes people back; exactly. */
  readonly redirectUris: readonly string[]
  /** Default: new ones, gone with the process. */
  readonly keys?: ProviderKeys
  readonly secrets?: Readonly<Record<ClientKind, string>>
  /** Default: those of the demo. Read at each use. */
  readonly personas?: readonly Persona[]
}

export interface IdentityProvider {
  readonly port: number
  readonly issuer: string
  readonly secrets: Readonly<Record<ClientKind, string>>
  /** For tests of who relies on it: what it makes of each ID token from now on. */
  alterTokens(alter: AlterToken | undefined): void
  stop(): Promise<void>
}

/**
 * Starts the identity provider of the demo: an OpenID Connect provider that takes anybody's word for who they are, and
 * says so on each page. Throws if the port is taken.
 */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const keys = options.keys ?? createProviderKeys()
  const secrets = options.secrets ?? { json: secret(), jwt: secret() }
  const clients = (['json', 'jwt'] as const).map((kind): ProviderClient => ({
    kind,
    secret: secrets[kind],
    redirectUris: options.redirectUris,
  }))
  const personas = () => options.personas ?? everybody
  const server = createServer()
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(options.port, '127.0.0.1', done)
  })
  const { port } = server.address() as AddressInfo
  // Only now, for the issuer holds the port.
  const issuer = `http://localhost:${port}`
  const provider = new Provider(issuer, configurationOf({ keys, clients, personas }))
  let alter: AlterToken | undefined
  provider.use(async (ctx, next) => {
    await next()
    const body = ctx.body as { id_token?: string } | null | undefined
    if (alter && typeof body?.id_token === 'string')
      ctx.body = { ...body, id_token: alteredToken(body.id_token, alter, keys, secrets) }
  })
  const handler = handlerOf(provider, personas)
  server.on('request', (request, response) => {
    handler(request, response).catch((error: unknown) => {
      console.error('identity provider: cannot answer', error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  return {
    port,
    issuer,
    secrets,
    alterTokens(next) {
      alter = next
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function handlerOf(provider: Provider, personas: () => readonly Persona[]) {
  const others = provider.callback()
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').replace(/\?.*$/, '')
    if (path === '/healthz') response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n')
    else if (!isForLoopback(request)) response.writeHead(421).end()
    else if (path === '/')
      sendPage(response, 200, 'Fournisseur d’identité de la démonstration', personaList(personas()))
    else if (path.startsWith('/interaction/')) await interaction(provider, personas(), request, response)
    else {
      // Each visit begins anew: who was somebody a minute ago is asked again who they are.
      if (path === '/auth') forgetSession(request)
      await others(request, response)
    }
  }
}

async function interaction(
  provider: Provider,
  personas: readonly Persona[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let wanted: string
  try {
    const { params } = await provider.interactionDetails(request, response)
    wanted = new URL(String(params['redirect_uri'])).origin
  } catch {
    const body = markup`<p>Cette page de connexion a expiré ou a déjà servi. Revenez au portail et recommencez.</p>`
    sendPage(response, 400, 'Connexion expirée', body)
    return
  }
  const refuse = (status: number) =>
    sendPage(response, status, 'Qui êtes-vous\u00a0?', loginForm(personas), [wanted])
  if (request.method === 'GET') return refuse(200)
  const form = request.method === 'POST' ? await readForm(request) : undefined
  if (form?.has('refuse')) {
    await provider.interactionFinished(request, response, {
      error: 'access_denied',
      error_description: 'the person went back',
    })
    return
  }
  const login = form?.get('login')
  const acr = ACRS.find((each) => each === form?.get('acr')) ?? ('eidas2' satisfies Acr)
  if (login == null || !personas.some((each) => each.login === login)) return refuse(422)
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: login, acr, amr: ['demo'] } },
    { mergeWithLastSubmission: false },
  )
}

function forgetSession(request: IncomingMessage): void {
  const kept = (request.headers.cookie ?? '')
    .split(/; */)
    .filter((each) => !each.startsWith(COOKIES.session))
    .join('; ')
  if (kept === '') delete request.headers.cookie
  else request.headers.cookie = kept
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk)
    if (text.length > BODY_BYTES_MAX) return undefined
  }
  return new URLSearchParams(text)
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}
