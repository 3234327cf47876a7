import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boundedGet } from '../../drimbox/src/bounded-get.ts'
import { documentServer } from '../support/boxes.ts'

const BOMB = gzipSync(Buffer.alloc(20_000_000))

describe('a bounded fetch', () => {
  let server: Awaited<ReturnType<typeof documentServer>>
  beforeAll(async () => {
    server = await documentServer()
  })
  afterAll(() => server.stop())

  type Answer = (request: IncomingMessage, response: ServerResponse) => void
  function fetchWith(answer: Answer, options: Partial<Parameters<typeof boundedGet>[1]> = {}) {
    server.answerWith(answer)
    const signal = new AbortController().signal
    return boundedGet(`${server.url()}/x`, { bytesMax: 1_000, timeoutMs: 20_000, signal, ...options })
  }

  it('brings a document with its ETag, gzipped or not', async () => {
    const plain = await fetchWith((_, response) => void response.writeHead(200, { etag: '"1"' }).end('list'))
    expect([plain.bytes?.toString(), plain.etag]).toEqual(['list', '"1"'])
    const zipped = await fetchWith(
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('list')),
    )
    expect(zipped.bytes?.toString()).toBe('list')
  })

  it('takes 304 only for an ETag that it sent', async () => {
    const unchanged = await fetchWith((_, response) => void response.writeHead(304).end(), { etag: '"1"' })
    expect(unchanged.bytes).toBeUndefined()
    await expect(fetchWith((_, response) => void response.writeHead(304).end())).rejects.toMatchObject({
      code: 'unexpected-status',
    })
  })

  it.each<[string, string, Answer, object?]>([
    [
      'a redirect, wherever it leads',
      'redirect-refused',
      (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    ],
    ['an error status', 'unexpected-status', (_, response) => void response.writeHead(500).end('x')],
    ['no content', 'unexpected-status', (_, response) => void response.writeHead(204).end()],
    [
      'an announced length beyond the bound',
      'too-large',
      (_, response) => void response.writeHead(200, { 'content-length': '1001' }).end('x'.repeat(1_001)),
    ],
    [
      'a length beyond the bound that nobody announced',
      'too-large',
      (_, response) => {
        response.writeHead(200)
        for (let part = 0; part < 20; part += 1) response.write('x'.repeat(100))
        response.end()
      },
    ],
    [
      'a small gzip of something huge',
      'too-large',
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB),
    ],
    [
      'a gzip that is none',
      'unexpected-encoding',
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('list'),
    ],
    [
      'a cut gzip',
      'cut-short',
      (_, response) =>
        void response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync('x'.repeat(900)).subarray(0, 20)),
    ],
    [
      'another encoding',
      'unexpected-encoding',
      (_, response) => void response.writeHead(200, { 'content-encoding': 'br' }).end('x'),
    ],
    [
      'a body that stops before its end',
      'cut-short',
      (_, response) => {
        response.writeHead(200, { 'content-length': '500' })
        response.write('x')
        setTimeout(() => response.destroy(), 20)
      },
    ],
    [
      'a cut gzipped body',
      'cut-short',
      (_, response) => {
        response.writeHead(200, { 'content-length': '500', 'content-encoding': 'gzip' })
        response.write(gzipSync('x'.repeat(900)).subarray(0, 15))
        setTimeout(() => response.destroy(), 20)
      },
    ],
    ['silence', 'timeout', () => undefined, { timeoutMs: 100 }],
    [
      'a trickle',
      'timeout',
      (_, response) => {
        response.writeHead(200)
        const drip = setInterval(() => response.write('x'), 10)
        response.on('close', () => clearInterval(drip))
      },
      { timeoutMs: 150 },
    ],
    ['what is no HTTP', 'unreachable', (request) => void request.socket.end('nonsense\r\n\r\n')],
  ])('refuses %s: %s', async (_what, code, answer, options) => {
    await expect(fetchWith(answer, options)).rejects.toMatchObject({ name: 'FetchError', code })
  })

  it('says when to come back', async () => {
    const busy = fetchWith((_, response) => void response.writeHead(503, { 'retry-after': '30' }).end())
    await expect(busy).rejects.toMatchObject({ retryAfterMs: 30_000 })
    const odd = fetchWith((_, response) => void response.writeHead(503, { 'retry-after': 'never' }).end())
    await expect(odd).rejects.toMatchObject({ retryAfterMs: undefined })
  })

  it('ends when the process stops, and where nobody listens', async () => {
    const stop = new AbortController()
    const waiting = fetchWith(() => undefined, { signal: stop.signal })
    stop.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'stopped' })
    const signal = new AbortController().signal
    await expect(
      boundedGet('http://127.0.0.1:1/', { bytesMax: 1, timeoutMs: 500, signal }),
    ).rejects.toMatchObject({ code: 'unreachable' })
  })
})
