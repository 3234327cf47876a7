import { request as requestHttps } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { connect, type TLSSocket } from 'node:tls'
import { AdmissionError } from '@trust-space/whitelist'
import type { Admission } from './admission.ts'
import type { Config } from './config.ts'
import type { Material } from './material.ts'

const ANSWER_BYTES_MAX = 1_048_576
const WHOLE_MS = 10_000

export interface ObjectAnswer {
  readonly ok: boolean
  readonly status: number | null
  /** Why not: an admission code of ours or of the peer's, or what happened on the road. */
  readonly code?: string
  /** Who refused. */
  readonly by?: 'self' | 'peer'
  readonly body?: unknown
}

/**
 * Fetches the small object of another DRIMbox. Not a byte of a request leaves before the server has shown the
 * certificate that our list names for the host that was dialled. Never rejects: a failure is an answer.
 */
export async function fetchObject(
  host: string,
  { config, material, admission }: { config: Config; material: Material; admission: Admission },
): Promise<ObjectAnswer> {
  if (!config.roles.includes('consumer'))
    return { ok: false, status: null, code: 'not-a-consumer', by: 'self' }
  const deadline = AbortSignal.timeout(WHOLE_MS)
  let socket: TLSSocket | undefined
  try {
    admission.assertMayCall(host)
    socket = await dial(host, config, material, deadline)
    admission.admitServer(socket.getPeerX509Certificate()?.raw, host)
    const response = await ask(socket, host, deadline)
    const body = await readJson(response)
    const status = response.statusCode ?? 0
    if (status === 200) return { ok: true, status, body }
    return { ok: false, status, by: 'peer', code: codeOf(body) ?? 'unexpected-status', body }
  } catch (error) {
    if (error instanceof AdmissionError) return { ok: false, status: null, code: error.code, by: 'self' }
    const code = deadline.aborted ? 'timeout' : roadCode((error as NodeJS.ErrnoException).code)
    return { ok: false, status: null, code, by: 'self' }
  } finally {
    socket?.destroy()
  }
}

function roadCode(code: string | undefined): string {
  if (code === 'too-large') return code
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'name-unknown'
  if (code?.startsWith('ERR_SSL') === true || code === 'EPROTO') return 'tls-failed'
  return code === undefined ? 'cut-short' : 'unreachable'
}

function dial(host: string, config: Config, material: Material, signal: AbortSignal): Promise<TLSSocket> {
  const place = config.resolve.get(host)
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: place?.address ?? host,
      port: place?.port ?? 443,
      servername: host,
      key: material.key,
      cert: material.certificate,
      ca: [...material.anchors, ...material.intermediates],
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
      // Judged by our own list right after the handshake, which knows more than OpenSSL does.
      rejectUnauthorized: false,
    })
    const stop = (): void => void socket.destroy(new Error('timeout'))
    signal.addEventListener('abort', stop, { once: true })
    socket.once('secureConnect', () => resolve(socket))
    // For the whole life of the line: an error that nobody hears would end the process.
    socket.on('error', reject)
    socket.once('close', () => {
      signal.removeEventListener('abort', stop)
      reject(new Error('closed'))
    })
  })
}

function ask(socket: TLSSocket, host: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    requestHttps(
      {
        createConnection: () => socket,
        host,
        path: '/rs/object',
        signal,
        headers: { accept: 'application/json', host },
      },
      resolve,
    )
      .on('error', reject)
      .end()
  })
}

async function readJson(response: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length
    if (length > ANSWER_BYTES_MAX) throw Object.assign(new Error('too large'), { code: 'too-large' })
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    return undefined
  }
}

function codeOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('code' in body)) return undefined
  const { code } = body
  // A peer's text goes to a terminal: only what looks like a code is passed on.
  return typeof code === 'string' && /^[a-z-]{1,40}$/.test(code) ? code : undefined
}
