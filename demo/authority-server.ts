import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { loadAuthority, systemClock, type Clock, type TrustAuthority, type Which } from './trust-authority.ts'
import { renewCrls } from './trust-authority/renewal.ts'
import { STATE_FILE } from './trust-authority/store.ts'

/** A CRL of the demo is signed afresh each hour and is in force two days: a box that was down for a day still has one. */
const CRL_RENEWAL_MS = 3_600_000
const CHECK_EVERY_MS = 60_000

export interface AuthorityServerOptions {
  /** What TrustAuthority.save wrote. */
  readonly directory: string
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly clock: Clock
}

export interface AuthorityServer {
  readonly port: number
  stop(): Promise<void>
}

/**
 * Serves `/crl/{root,lists,servers}.crl`, `/ca/{root,lists,servers}.cer` and `/healthz` over clear HTTP, as the real
 * authority does (domain 3.2). A revocation saved into the directory by another process is on the CRL at the next request.
 *
 * Throws if the directory holds no authority or the port is taken.
 */
export async function startAuthorityServer(options: AuthorityServerOptions): Promise<AuthorityServer> {
  const { directory, host, port, clock } = options
  const offer = await openOffer(directory, clock)
  const server = createServer((request, response) => {
    answer(offer, request, response).catch((error: unknown) => {
      console.error('authority: cannot answer', error)
      if (!response.headersSent) response.writeHead(500).end()
      else response.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  // The files are also read by those who were given paths, who send no request that could renew them.
  const timer = setInterval(() => {
    offer.current().catch((error: unknown) => console.error('authority: cannot renew the CRLs', error))
  }, CHECK_EVERY_MS)
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async stop() {
      clearInterval(timer)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The certificates and CRLs in force, signed again when they age or when the revocations change. */
async function openOffer(directory: string, clock: Clock) {
  type Documents = { certificates: Record<Which, Uint8Array>; crls: Record<Which, Uint8Array> }
  let signedAtMs = Number.NEGATIVE_INFINITY
  let stateRead = ''
  let documents: Promise<Documents> | undefined

  async function sign(): Promise<Documents> {
    const authority = await loadAuthority(directory, clock)
    return { certificates: certificatesOf(authority), crls: await renewCrls(authority, directory) }
  }
  async function current(): Promise<Documents> {
    const { mtimeMs, ino } = await stat(join(directory, STATE_FILE))
    const state = `${mtimeMs} ${ino}`
    const ageMs = clock().getTime() - signedAtMs
    // A clock set back counts as age too: a CRL from the future is no use to anybody.
    if (documents === undefined || state !== stateRead || ageMs >= CRL_RENEWAL_MS || ageMs < 0) {
      stateRead = state
      signedAtMs = clock().getTime()
      documents = sign()
      // A failed attempt is tried again at the next request instead of being remembered.
      documents.catch(() => {
        documents = undefined
      })
    }
    return documents
  }
  await current()
  return { current }
}

function certificatesOf(authority: TrustAuthority): Record<Which, Uint8Array> {
  const { lists, servers } = authority.issuers
  return { root: authority.root, lists: lists.certificate, servers: servers.certificate }
}

async function answer(
  offer: Awaited<ReturnType<typeof openOffer>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end()
    return
  }
  const path = (request.url ?? '').replace(/\?.*$/, '')
  if (path === '/healthz') {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n')
    return
  }
  const [, kind, which] = /^\/(crl|ca)\/(root|lists|servers)\.(?:crl|cer)$/.exec(path) ?? []
  if (kind === undefined || which === undefined) {
    response.writeHead(404, { 'cache-control': 'no-store' }).end()
    return
  }
  const { certificates, crls } = await offer.current()
  const body = (kind === 'crl' ? crls : certificates)[which as Which]
  response.writeHead(200, {
    'content-type': kind === 'crl' ? 'application/pkix-crl' : 'application/pkix-cert',
    'content-length': body.length,
    'cache-control': 'no-cache',
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** `AUTHORITY_DIR`, `AUTHORITY_HOST`, `AUTHORITY_PORT` are handed by demo/start.ts. */
async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  const { AUTHORITY_DIR: directory, AUTHORITY_HOST: host = '127.0.0.1', AUTHORITY_PORT: port } = environment
  if (directory === undefined || port === undefined || !/^\d{1,5}$/.test(port)) {
    throw new Error('AUTHORITY_DIR and AUTHORITY_PORT must be given')
  }
  const server = await startAuthorityServer({ directory, host, port: Number(port), clock: systemClock })
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    void server.stop().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, stop)
  process.send?.({ type: 'ready', port: server.port })
  console.log(`authority: CRLs and CA certificates on http://${host}:${server.port}`)
}

if (import.meta.main) {
  main(process.env).catch((error: unknown) => {
    console.error(`authority: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  })
}
