import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { keysPage, STYLE } from './soft-authenticator/page.ts'
import {
  createSoftAuthenticator,
  SoftAuthenticatorError,
  type SoftAuthenticator,
} from './soft-authenticator/soft-authenticator.ts'

const BODY_BYTES_MAX = 64 * 1024

export interface SoftAuthenticatorServerOptions {
  /** Where its keys are kept; made at the first registration. */
  readonly file: string
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** The one origin whose pages may use the keys. */
  readonly portalOrigin: string
}

export interface SoftAuthenticatorServer {
  readonly port: number
  stop(): Promise<void>
}

/**
 * The demo's security key, over loopback HTTP: a marked page at `/`; `POST /register` and `POST /assert` take the
 * options and answer the credential, both in the JSON of WebAuthn level 3. As a browser does, it takes the origin from
 * the page that asks (the Origin header), never from what the page says of itself.
 */
export async function startSoftAuthenticatorServer(
  options: SoftAuthenticatorServerOptions,
): Promise<SoftAuthenticatorServer> {
  const { host, port, file, portalOrigin } = options
  const authenticator = createSoftAuthenticator({ file })
  const server = createServer((request, response) => {
    answer(authenticator, portalOrigin, request, response).catch((error: unknown) => {
      console.error('soft authenticator: cannot answer', error)
      if (response.headersSent) response.destroy()
      else json(response, 500, { name: 'UnknownError', message: 'see the log of the soft authenticator' })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  authenticator: SoftAuthenticator,
  portalOrigin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').replace(/\?.*$/, '')
  if (path === '/healthz') return text(response, 200, 'ok\n')
  // A name of somebody else's that resolves to loopback would be a page of the same origin as ours.
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
    return text(response, 421, 'this is localhost\n')
  if (path === '/' && (request.method === 'GET' || request.method === 'HEAD'))
    return page(response, keysPage(authenticator.keys(), portalOrigin), request.method === 'HEAD')
  const act = { '/register': 'register', '/assert': 'assert' }[path] as 'register' | 'assert' | undefined
  if (act === undefined) return text(response, 404, 'nothing here\n')

  const { origin } = request.headers
  response.setHeader('vary', 'origin')
  if (origin !== portalOrigin)
    return json(response, 403, {
      name: 'SecurityError',
      message: 'only pages of the portal may use these keys',
    })
  response.setHeader('access-control-allow-origin', portalOrigin)
  if (request.method === 'OPTIONS') {
    response.writeHead(204, {
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    })
    return void response.end()
  }
  if (request.method !== 'POST') return text(response, 405, 'POST only\n')
  // What a form can send without being asked first is not taken.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return json(response, 415, { name: 'NotSupportedError', message: 'send application/json' })
  try {
    const asked: unknown = JSON.parse(await read(request))
    json(response, 200, await authenticator[act](asked as never, origin))
  } catch (error) {
    if (error instanceof SoftAuthenticatorError)
      return json(response, 409, { name: error.name, message: error.message })
    // Its own page sent it, so it may read what is wrong with it.
    json(response, 400, {
      name: 'TypeError',
      message: error instanceof Error ? error.message : String(error),
    })
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_BYTES_MAX) throw new Error(`the body is larger than ${BODY_BYTES_MAX} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function page(response: ServerResponse, html: string, isHead: boolean): void {
  const style = createHash('sha256').update(STYLE).digest('base64')
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${style}'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
  })
  response.end(isHead ? undefined : html)
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

function text(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(body)
}

/** `SOFT_AUTHENTICATOR_{HOST,PORT,FILE,PORTAL_ORIGIN}` are handed by the launcher. */
async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  const {
    SOFT_AUTHENTICATOR_HOST: host = '127.0.0.1',
    SOFT_AUTHENTICATOR_PORT: port,
    SOFT_AUTHENTICATOR_FILE: file,
    SOFT_AUTHENTICATOR_PORTAL_ORIGIN: portalOrigin,
  } = environment
  if (file === undefined || portalOrigin === undefined || port === undefined || !/^\d{1,5}$/.test(port))
    throw new Error('SOFT_AUTHENTICATOR_PORT, _FILE and _PORTAL_ORIGIN must be given')
  // A software key on a public address would be everybody's key.
  if (!['127.0.0.1', '::1', 'localhost'].includes(host))
    throw new Error(`SOFT_AUTHENTICATOR_HOST is ${host}: only loopback is allowed`)
  const server = await startSoftAuthenticatorServer({
    host,
    port: Number(port),
    file,
    portalOrigin: new URL(portalOrigin).origin,
  })
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    void server.stop().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, stop)
  process.send?.({ type: 'ready', port: server.port })
  console.log(`soft authenticator: DEMONSTRATION keys on http://${host}:${server.port}`)
}

if (import.meta.main) {
  main(process.env).catch((error: unknown) => {
    console.error(`soft authenticator: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  })
}
