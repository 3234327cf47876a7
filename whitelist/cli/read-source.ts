import { open } from 'node:fs/promises'
import { UsageError } from './usage-error.ts'

/** The whole of a download, headers included. */
const FETCH_TIMEOUT_MS = 30_000
const REDIRECTS_MAX = 3

/**
 * Bytes of a file, of standard input (`-`) or of an http(s) URL. No more than `bytesMax` and one byte are read: whoever
 * gets more than bytesMax knows that it is too large. Throws UsageError where there is nothing to read.
 */
export async function readSource(source: string, bytesMax: number): Promise<Uint8Array> {
  try {
    if (source === '-') return await collect(process.stdin, bytesMax)
    if (/^https?:\/\//i.test(source)) return await download(new URL(source), bytesMax)
    return await readFile(source, bytesMax)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`cannot read ${source}: ${causeOf(error)}`)
  }
}

async function readFile(path: string, bytesMax: number): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    // A pipe or a device has no size of its own.
    if (size === 0) return await collect(file.createReadStream({ autoClose: false }), bytesMax)
    const bytes = Buffer.allocUnsafe(Math.min(size, bytesMax + 1))
    let length = 0
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    return bytes.subarray(0, length)
  } finally {
    await file.close()
  }
}

/** Redirects stay within the scheme that was asked for: https never becomes http, and nothing becomes file or data. */
async function download(url: URL, bytesMax: number): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS)
  let next = url
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(next, { redirect: 'manual', signal })
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel()
      next = new URL(location, next)
      if (redirects === REDIRECTS_MAX) throw new UsageError(`over ${REDIRECTS_MAX} redirects`)
      if (next.protocol !== url.protocol)
        throw new UsageError(`redirected from ${url.protocol} to ${next.protocol}`)
      continue
    }
    if (response.status !== 200) throw new UsageError(`${next.href} answered ${response.status}`)
    return response.body ? await collect(response.body, bytesMax) : new Uint8Array()
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    length += chunk.length
    if (length > bytesMax) break
  }
  return Buffer.concat(parts)
}

/** fetch hides the reason in the cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}
