import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import { sendJson, sendProblem, sendPublication } from './answers.ts'
import type { Log } from './log.ts'
import { DirectoryDoubt } from './published-files.ts'
import { type ServedLists, TooBusy } from './served-lists.ts'

const LIMITS = {
  maxHeaderSize: 8_192,
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  keepAliveTimeoutMs: 5_000,
  idleMs: 20_000,
  // 60 MB at 2 Mbit/s; who needs longer would hold a connection for ever.
  answerMs: 240_000,
  connectionsMax: 4_096,
  requestsPerConnectionMax: 1_000,
} as const

/** The HTTP side: two list addresses and a health check, GET and HEAD only. It takes no body and keeps no client state. */
export function distributionServer({
  lists,
  clock,
  log,
}: {
  lists: ServedLists
  clock: Clock
  log: Log
}): Server {
  const server = createServer(
    {
      maxHeaderSize: LIMITS.maxHeaderSize,
      headersTimeout: LIMITS.headersTimeoutMs,
      requestTimeout: LIMITS.requestTimeoutMs,
      keepAliveTimeout: LIMITS.keepAliveTimeoutMs,
      connectionsCheckingInterval: 1_000,
      // Else Node answers itself, with an error that may be stored. The name is not used here.
      requireHostHeader: false,
    },
    (request, response) => {
      const deadline = setTimeout(() => request.socket.destroy(), LIMITS.answerMs)
      response.once('close', () => clearTimeout(deadline))
      answer(request, response, lists, clock).catch((error: unknown) => {
        log({ event: 'request-failed', detail: String(error) })
        if (!response.headersSent)
          sendProblem(request, response, 500, 'internal', 'The request failed here; try again.')
        else response.destroy()
      })
    },
  )
  server.maxConnections = LIMITS.connectionsMax
  server.maxRequestsPerSocket = LIMITS.requestsPerConnectionMax
  server.setTimeout(LIMITS.idleMs)
  server.on('clientError', refuseMalformed)
  // Whoever expects 100-continue wants to send a body; the answer is the refusal itself.
  server.on('checkContinue', (request, response) => server.emit('request', request, response))
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  return server
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  lists: ServedLists,
  clock: Clock,
): Promise<void> {
  if (hasBody(request)) {
    sendProblem(request, response, 413, 'body-not-taken', 'Send no body.', { connection: 'close' })
    return
  }
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  const number = /^\/whitelists\/([1-9][0-9]{0,14})\.xml$/.exec(path)?.[1]
  if (path !== '/whitelist.xml' && path !== '/healthz' && number === undefined) {
    sendProblem(
      request,
      response,
      404,
      'not-found',
      'Lists are at /whitelist.xml and /whitelists/{sequence}.xml.',
    )
    return
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendProblem(request, response, 405, 'method-not-allowed', 'GET and HEAD only.', { allow: 'GET, HEAD' })
    return
  }
  if (path === '/healthz') {
    sendHealth(request, response, lists, clock())
    return
  }
  if (number === undefined) {
    const publication = lists.current()
    if (publication !== undefined)
      sendPublication(request, response, publication, { isNumbered: false, now: clock() })
    else {
      const detail = 'No list has been published here yet; ask again soon.'
      sendProblem(request, response, 503, 'nothing-published', detail, { 'retry-after': '10' })
    }
    return
  }
  await answerNumbered(request, response, lists, Number(number), clock)
}

async function answerNumbered(
  request: IncomingMessage,
  response: ServerResponse,
  lists: ServedLists,
  sequence: number,
  clock: Clock,
): Promise<void> {
  try {
    const publication = await lists.numbered(sequence)
    if (publication !== undefined)
      sendPublication(request, response, publication, { isNumbered: true, now: clock() })
    else sendProblem(request, response, 404, 'not-published', 'No list was served under this number.')
  } catch (error) {
    if (error instanceof TooBusy) {
      const detail = 'Too many old lists are asked for at once; ask again soon.'
      sendProblem(request, response, 503, 'busy', detail, { 'retry-after': '5' })
    } else if (error instanceof DirectoryDoubt) {
      const detail = 'What is stored under this number is not what was published; it is not sent.'
      sendProblem(request, response, 503, 'list-in-doubt', detail, { 'retry-after': '60' })
    } else throw error
  }
}

function sendHealth(request: IncomingMessage, response: ServerResponse, lists: ServedLists, now: Date): void {
  const current = lists.current()
  const doubt = lists.doubt()
  const status = current === undefined ? 'nothing-published' : doubt === undefined ? 'ok' : 'in-doubt'
  sendJson(request, response, current === undefined ? 503 : 200, {
    status,
    doubt: doubt?.code ?? null,
    sequence: current?.record.sequence ?? null,
    signedAt: current?.record.signedAt ?? null,
    ageSeconds: current && Math.floor((now.getTime() - new Date(current.record.signedAt).getTime()) / 1_000),
    entries: current?.record.entryCount ?? null,
    encodings: current && Object.keys(current.bodies),
  })
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** What is no HTTP, too big or too slow: one short answer, then the line is cut. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request'
  socket.end(
    `HTTP/1.1 ${status}\r\ncache-control: no-store\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
  )
  socket.once('finish', () => socket.destroy())
}
