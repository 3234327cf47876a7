import { chmod, lstat, unlink } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { causeOf, SigningRefusal, StartFault } from './errors.ts'
import { ensurePrivateDirectory } from './private-file.ts'
import { readBody, readSignRequest } from './request.ts'
import type { Signer } from './signer.ts'

export interface ServerOptions {
  readonly socket: string
  readonly bytesMax: number
  /** Told of what is not the caller's fault; never of what was in a request. */
  readonly log: (text: string) => void
}

// One registry calls, with a handful of approvals in its headers; anything more is not a registry.
const CONNECTIONS_MAX = 16
const HEADER_BYTES_MAX = 64 * 1024
// Supervisors kill after five seconds.
const STOP_WITHIN_MS = 2_000

/**
 * Serves one signer on a Unix socket (mode 0600) in a directory of its own (owner, mode 0700), which is made if
 * missing. A socket left by a dead process is replaced. StartFaults: socket-unsafe, socket-in-use.
 */
export async function serveSigner(
  signer: Signer,
  options: ServerOptions,
): Promise<{ close(): Promise<void> }> {
  await ensurePrivateDirectory('socket-unsafe', 'directory of SIGNER_SOCKET', dirname(options.socket))
  await removeDeadSocket(options.socket)
  const server = createServer(
    { maxHeaderSize: HEADER_BYTES_MAX, requestTimeout: 60_000 },
    (request, response) => {
      answer(signer, options, request, response).catch((error: unknown) => {
        options.log(`an answer could not be given: ${causeOf(error)}`)
        response.destroy()
      })
    },
  )
  server.maxConnections = CONNECTIONS_MAX
  await listen(server, options.socket)
  await chmod(options.socket, 0o600)
  return { close: () => close(server) }
}

async function answer(
  signer: Signer,
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.url === '/state' && request.method === 'GET') {
      send(response, 200, 'application/json', Buffer.from(JSON.stringify(signer.state())))
    } else if (request.url === '/sign' && request.method === 'POST') {
      const head = readSignRequest(request)
      const signed = await signer.sign({ ...head, unsigned: await readBody(request, options.bytesMax) })
      response.setHeader('x-signer-signed-at', signed.signedAt)
      response.setHeader('x-signer-record', signed.recordHash)
      response.setHeader('x-signer-replayed', String(signed.replayed))
      send(response, 200, 'application/xml', signed.file)
    } else {
      refuse(response, 404, 'request-malformed', 'There are POST /sign and GET /state, nothing else.')
    }
  } catch (error) {
    if (error instanceof SigningRefusal) {
      if (error.status === 503) options.log(error.message)
      refuse(response, error.status, error.code, error.detail)
    } else {
      options.log(`a defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      refuse(response, 500, 'signer-defect', 'The signer failed and signed nothing; its log says why.')
    }
  }
}

function refuse(response: ServerResponse, status: number, code: string, detail: string): void {
  // The rest of a body that was not wanted is not read either.
  if (status === 413 || status === 400) response.setHeader('connection', 'close')
  send(response, status, 'application/problem+json', Buffer.from(JSON.stringify({ status, code, detail })))
}

function send(response: ServerResponse, status: number, type: string, body: Uint8Array): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': body.length,
    'cache-control': 'no-store',
  })
  response.end(body)
}

async function removeDeadSocket(path: string): Promise<void> {
  const status = await lstat(path).catch(() => undefined)
  if (status === undefined) return
  if (!status.isSocket())
    throw new StartFault('socket-unsafe', `${path} (SIGNER_SOCKET) exists and is no socket`)
  const probe = connect(path)
  const isAlive = await new Promise<boolean>((resolve) => {
    probe.once('connect', () => resolve(true)).once('error', () => resolve(false))
  })
  probe.destroy()
  if (isAlive)
    throw new StartFault('socket-in-use', `${path} (SIGNER_SOCKET) is answered by a process that runs`)
  await unlink(path)
}

async function listen(server: Server, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new StartFault('socket-in-use', `${path} (SIGNER_SOCKET): ${causeOf(cause)}`, { cause })),
    )
    server.listen(path, resolve)
  })
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  // A caller that sends half a request and waits would hold the end up for the whole of its time limit.
  const patience = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS)
  await closed
  clearTimeout(patience)
}
