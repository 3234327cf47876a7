import { constants, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { AdmissionError, type Entry, sha256Hex } from '@trust-space/whitelist'
import type { Admission } from './admission.ts'
import type { Log } from './log.ts'
import type { Material } from './material.ts'
import { ADMISSION_TITLES, sendProblem } from './problem.ts'

const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':')

const LIMITS = {
  handshakeMs: 5_000,
  headersMs: 5_000,
  requestMs: 15_000,
  keepAliveMs: 10_000,
  idleMs: 30_000,
  headerBytesMax: 16_384,
  connectionsMax: 512,
  requestsPerConnectionMax: 1_000,
  // Whoever scans the port without a certificate must not fill the disk with lines.
  tlsFaultLinesPerMinute: 60,
} as const

/** Answers a request of an admitted peer. */
type Serve = (request: IncomingMessage, response: ServerResponse, peer: Entry) => void

interface Deps {
  readonly material: Material
  readonly admission: Admission
  readonly serve: Serve
  readonly log: Log
  /** The peer may stand in a list that is newer than ours. */
  readonly onStranger: () => void
}

/**
 * Who: mutual TLS in front of everything this box serves. Each request, on each path, is judged by the DER of the
 * peer's certificate, by the list and by the revocation lists of that very moment. OpenSSL's own verdict
 * (`authorized`) is never asked: it knows neither the list nor the time of day of this process (decisions 26).
 */
export function gateway({ material, admission, serve, log, onStranger }: Deps) {
  let tlsFaults = 0
  let tlsFaultLines = 0
  const server = createServer(
    {
      key: material.key,
      cert: material.certificate,
      // Only named to the client, so that it picks its certificate; nothing is believed because of them.
      ca: [...material.anchors, ...material.intermediates],
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      ciphers: CIPHERS,
      ALPNProtocols: ['http/1.1'],
      // A resumed session shows the certificate of an earlier handshake, which proves nothing about today's holder of
      // the key. No tickets, and no session store, so none in TLS 1.3 either; the keys are replaced besides.
      secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
      ticketKeys: randomBytes(48),
      handshakeTimeout: LIMITS.handshakeMs,
      headersTimeout: LIMITS.headersMs,
      requestTimeout: LIMITS.requestMs,
      keepAliveTimeout: LIMITS.keepAliveMs,
      maxHeaderSize: LIMITS.headerBytesMax,
      connectionsCheckingInterval: 1_000,
      // Else Node itself answers a request without Host, before anybody was judged. The name is not used here.
      requireHostHeader: false,
    },
    judge,
  )
  server.maxConnections = LIMITS.connectionsMax
  server.maxRequestsPerSocket = LIMITS.requestsPerConnectionMax
  server.setTimeout(LIMITS.idleMs)
  // Who wants to send a body, upgrade or tunnel is judged like anybody else, before a byte of it is invited.
  server.on('checkContinue', judge)
  server.on('checkExpectation', judge)
  server.on('connect', (_request, socket) => socket.destroy())
  server.on('clientError', (_error, socket) => socket.destroy())
  server.on('tlsClientError', (error, socket) => {
    tlsFaults += 1
    if (tlsFaultLines < LIMITS.tlsFaultLinesPerMinute) {
      tlsFaultLines += 1
      log({ event: 'tls-failed', code: (error as NodeJS.ErrnoException).code ?? error.message })
    }
    socket.destroy()
  })
  const refill = setInterval(() => (tlsFaultLines = 0), 60_000).unref()

  function judge(request: IncomingMessage, response: ServerResponse): void {
    const socket = request.socket as TLSSocket
    const certificate = socket.getPeerX509Certificate()?.raw
    let peer: Entry
    try {
      peer = admission.admitCaller(certificate)
    } catch (error) {
      refuse(error, certificate, response)
      return
    }
    if (
      request.headers['transfer-encoding'] !== undefined ||
      Number(request.headers['content-length'] ?? 0) > 0
    ) {
      sendProblem(response, 413, 'body-not-taken', 'Send no body.', { connection: 'close' })
      return
    }
    log({
      event: 'peer-served',
      host: peer.wadoHost,
      fingerprint: certificate === undefined ? null : sha256Hex(certificate),
    })
    serve(request, response, peer)
  }

  /** The peer learns the code; the log, which certificate it was and the whole reason. Then the line is cut. */
  function refuse(error: unknown, certificate: Buffer | undefined, response: ServerResponse): void {
    const fingerprint = certificate === undefined ? null : sha256Hex(certificate)
    if (!(error instanceof AdmissionError)) {
      log({ event: 'admission-failed', detail: String(error), fingerprint })
      sendProblem(response, 500, 'internal', 'The request could not be judged.', { connection: 'close' })
      return
    }
    log({ event: 'peer-refused', code: error.code, detail: error.detail, fingerprint })
    sendProblem(response, 403, error.code, ADMISSION_TITLES[error.code], { connection: 'close' })
    if (error.code === 'not-listed' || error.code === 'dn-differs') onStranger()
  }

  return {
    tlsFaults: (): number => tlsFaults,
    /** Makes whatever session a client may hold worthless: at each new list and each new revocation list. */
    forgetSessions: (): void => server.setTicketKeys(randomBytes(48)),
    /** Returns the port. Throws the system's error for an address that is taken. */
    async listen(host: string, port: number): Promise<number> {
      server.listen(port, host)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    },
    async stop(): Promise<void> {
      clearInterval(refill)
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      const force = setTimeout(() => server.closeAllConnections(), 2_000)
      await closed
      clearTimeout(force)
    },
  }
}
