import type { Context } from 'hono'
import type { HttpEnvironment } from './environment.ts'
import { TransportError } from './transport.ts'

// 100,000 entries are 55 MB.
const XML_BYTES_MAX = 64 * 1024 * 1024

/** Reads a body of XML as bytes, and stops at the first byte too many. Throws 413, 415, 400. */
export async function readXml(c: Context<HttpEnvironment>): Promise<Uint8Array> {
  if (!/^(application|text)\/xml\b/i.test(c.req.header('content-type') ?? ''))
    throw new TransportError('media-type-not-supported', { expected: 'application/xml' })
  const tooLarge = () => new TransportError('body-too-large', { bytesMax: XML_BYTES_MAX })
  if (Number(c.req.header('content-length') ?? 0) > XML_BYTES_MAX) throw tooLarge()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > XML_BYTES_MAX) throw tooLarge()
    chunks.push(chunk)
  }
  if (length === 0) throw new TransportError('request-malformed', { reason: 'the body is empty' })
  return Buffer.concat(chunks)
}
