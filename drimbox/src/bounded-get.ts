import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { createGunzip } from 'node:zlib'

export type FetchErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'cut-short'
  | 'too-large'
  | 'redirect-refused'
  | 'unexpected-status'
  | 'unexpected-encoding'
  | 'stopped'

/** The road failed, not the document. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
  readonly code: FetchErrorCode
  readonly detail: string
  readonly retryAfterMs: number | undefined
  constructor(code: FetchErrorCode, detail: string, retryAfterMs?: number) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
    this.retryAfterMs = retryAfterMs
  }
}

export interface Fetched {
  /** `undefined`: 304, what the ETag names is still what is served. */
  readonly bytes: Buffer | undefined
  readonly etag: string | undefined
  readonly headers: IncomingMessage['headers']
}

export interface FetchOptions {
  readonly etag?: string | undefined
  readonly bytesMax: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Gets one document, with a ceiling on its decoded bytes and on the whole time it takes. It follows no redirect: the
 * addresses of this process are those of its configuration. Throws FetchError.
 */
export async function boundedGet(url: string, options: FetchOptions): Promise<Fetched> {
  const deadline = AbortSignal.timeout(options.timeoutMs)
  const signal = AbortSignal.any([options.signal, deadline])
  try {
    const response = await send(url, options.etag, signal)
    return await receive(response, options)
  } catch (error) {
    if (error instanceof FetchError) throw error
    if (options.signal.aborted) throw new FetchError('stopped', 'this process is stopping')
    if (deadline.aborted)
      throw new FetchError('timeout', `no whole answer within ${options.timeoutMs / 1_000} s`)
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'Z_BUF_ERROR') {
      throw new FetchError('cut-short', 'the answer ended before its end')
    }
    if (code?.startsWith('Z_') === true)
      throw new FetchError('unexpected-encoding', 'the answer is not the gzip it says')
    throw new FetchError('unreachable', code ?? message)
  }
}

function send(url: string, etag: string | undefined, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? requestHttps : requestHttp
    const headers = { 'accept-encoding': 'gzip', ...(etag === undefined ? {} : { 'if-none-match': etag }) }
    // No agent: a connection kept for a day is a connection that a firewall has dropped.
    request(url, { agent: false, headers, signal, maxHeaderSize: 16_384 }, resolve).on('error', reject).end()
  })
}

async function receive(response: IncomingMessage, { etag, bytesMax }: FetchOptions): Promise<Fetched> {
  const status = response.statusCode ?? 0
  if (status === 304 && etag !== undefined) {
    response.resume()
    return { bytes: undefined, etag: response.headers.etag, headers: response.headers }
  }
  if (status !== 200) {
    response.destroy()
    if (status >= 300 && status < 400 && status !== 304) {
      throw new FetchError(
        'redirect-refused',
        `status ${status}: put the final address into the configuration`,
      )
    }
    throw new FetchError(
      'unexpected-status',
      `status ${status}`,
      readRetryAfter(response.headers['retry-after']),
    )
  }
  const encoding = (response.headers['content-encoding'] ?? 'identity').toLowerCase()
  if (encoding !== 'identity' && encoding !== 'gzip') {
    response.destroy()
    throw new FetchError('unexpected-encoding', 'neither identity nor gzip was sent')
  }
  if (Number(response.headers['content-length'] ?? 0) > bytesMax) {
    response.destroy()
    throw new FetchError('too-large', `more than ${bytesMax} bytes are announced`)
  }
  return {
    bytes: await readAll(response, encoding, bytesMax),
    etag: response.headers.etag,
    headers: response.headers,
  }
}

/** Counts decoded bytes: a few kilobytes of gzip can hold gigabytes. */
async function readAll(
  response: IncomingMessage,
  encoding: 'identity' | 'gzip',
  bytesMax: number,
): Promise<Buffer> {
  const body = encoding === 'gzip' ? response.pipe(createGunzip()) : response
  // pipe() does not hand errors on: a cut line would leave the decoder waiting for ever.
  if (body !== response) response.once('error', (error) => body.destroy(error))
  const parts: Buffer[] = []
  let length = 0
  for await (const part of body as AsyncIterable<Buffer>) {
    length += part.length
    if (length > bytesMax) {
      response.destroy()
      throw new FetchError('too-large', `more than ${bytesMax} bytes arrived`)
    }
    parts.push(part)
  }
  return Buffer.concat(parts, length)
}

function readRetryAfter(header: string | undefined): number | undefined {
  return header !== undefined && /^[0-9]{1,6}$/.test(header) ? Number(header) * 1_000 : undefined
}
