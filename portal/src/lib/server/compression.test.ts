import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bestEncoding, compressed } from './compression.ts'

const html = '<p>liste blanche</p>'.repeat(500)
const page = (body = html, type = 'text/html'): Response =>
  new Response(body, {
    status: 503,
    headers: { 'content-type': type, 'content-length': String(body.length) },
  })

describe('compressed', () => {
  it('gives the same page back once unpacked, keeps its status and drops its old length', async () => {
    const answer = await compressed(page(), 'gzip, deflate, br, zstd')
    expect(answer.status).toBe(503)
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect(answer.headers.get('content-length')).toBeNull()
    expect(answer.headers.get('vary')).toContain('Accept-Encoding')
    expect(brotliDecompressSync(await answer.bytes()).toString()).toBe(html)
  })

  it('compresses a file as it flows', async () => {
    const answer = await compressed(page(html, 'text/csv; charset=utf-8'), 'br, gzip')
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(await answer.bytes()).toString()).toBe(html)
  })

  it('leaves alone what is small, not text, or not wanted packed', async () => {
    expect((await compressed(page('<p>'), 'gzip')).headers.get('content-encoding')).toBeNull()
    expect((await compressed(page(html, 'image/png'), 'gzip')).headers.get('content-encoding')).toBeNull()
    const plain = await compressed(page(), 'identity')
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await plain.text()).toBe(html)
  })
})

it('bestEncoding hears a refusal', () => {
  expect(
    ['', 'gzip', 'br, gzip', 'br;q=0, gzip', 'gzip;q=0, br;q=0', 'GZIP;q=0.5'].map(bestEncoding),
  ).toEqual([undefined, 'gzip', 'br', 'gzip', undefined, 'gzip'])
})
