import type { Context } from 'hono'
import type { HttpEnvironment } from './environment.ts'
import { TransportError } from './transport.ts'

export const PDF_BYTES_MAX = 10 * 1024 * 1024

/** Reads a body of PDF as bytes, and stops at the first byte too many. Throws 413, 415, 400. */
export async function readPdf(c: Context<HttpEnvironment>): Promise<Uint8Array> {
  if (!/^application\/pdf\b/i.test(c.req.header('content-type') ?? ''))
    throw new TransportError('media-type-not-supported', { expected: 'application/pdf' })
  const tooLarge = () => new TransportError('document-too-large', { bytesMax: PDF_BYTES_MAX })
  if (Number(c.req.header('content-length') ?? 0) > PDF_BYTES_MAX) throw tooLarge()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > PDF_BYTES_MAX) throw tooLarge()
    chunks.push(chunk)
  }
  if (length === 0) throw new TransportError('request-malformed', { reason: 'the body is empty' })
  return Buffer.concat(chunks)
}
