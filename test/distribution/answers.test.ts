import { connect } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ListDirectory, ask, listDirectory, startOn } from './support.ts'

const first = '<list>' + 'first entry '.repeat(200) + '</list>'
const second = '<list>' + 'second entry '.repeat(200) + '</list>'

describe('the distribution', () => {
  let lists: ListDirectory
  let distribution: Awaited<ReturnType<typeof startOn>>

  beforeAll(async () => {
    lists = await listDirectory()
    await lists.publish(7, first, '2026-11-24T10:00:00Z')
    await lists.publish(8, second)
    distribution = await startOn(lists.path)
    await distribution.lists.compressed()
  })
  afterAll(async () => {
    await distribution.stop()
    await lists.remove()
  })
  const get = (path: string, headers = {}, method = 'GET') =>
    ask(distribution.port, path, { headers, method })

  it('serves the current list with its number, times and digest, to be asked for again each time', async () => {
    const { status, headers, body } = await get('/whitelist.xml')
    expect(status).toBe(200)
    expect(body.toString()).toBe(second)
    expect(headers).toMatchObject({
      'content-type': 'application/xml',
      'cache-control': 'public, no-cache',
      vary: 'accept-encoding',
      'x-whitelist-sequence': '8',
      'x-whitelist-signed-at': '2026-11-25T10:00:00Z',
      'x-whitelist-age': '60',
      'last-modified': 'Wed, 25 Nov 2026 10:00:00 GMT',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    })
    expect(headers['content-encoding']).toBeUndefined()
  })

  it('sends the same list in three forms, each under a strong ETag of its own', async () => {
    const forms = await Promise.all(
      ['identity', 'gzip', 'br'].map((form) => get('/whitelist.xml', { 'accept-encoding': form })),
    )
    expect(forms.map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'gzip', 'br'])
    expect(gunzipSync(forms[1]!.body).toString()).toBe(second)
    expect(brotliDecompressSync(forms[2]!.body).toString()).toBe(second)
    const etags = forms.map(({ headers }) => headers.etag)
    expect(new Set(etags).size).toBe(3)
    for (const etag of etags) expect(etag).toMatch(/^"/)
  })

  it('answers 304 without a body to any of the three ETags, whatever form is asked for', async () => {
    for (const held of ['identity', 'gzip', 'br']) {
      const { headers } = await get('/whitelist.xml', { 'accept-encoding': held })
      for (const asked of ['identity', 'gzip', 'br']) {
        const again = await get('/whitelist.xml', { 'accept-encoding': asked, 'if-none-match': headers.etag })
        expect(again.status).toBe(304)
        expect(again.body.length).toBe(0)
        expect(again.headers.etag).toBe(headers.etag)
        expect(again.headers['x-whitelist-sequence']).toBe('8')
      }
    }
  })

  it('answers 304 to a date not before the signing time, and the list to an earlier one', async () => {
    const at = (date: string) => get('/whitelist.xml', { 'if-modified-since': date })
    expect((await at('Wed, 25 Nov 2026 10:00:00 GMT')).status).toBe(304)
    expect((await at('Wed, 25 Nov 2026 09:59:59 GMT')).status).toBe(200)
  })

  it('answers HEAD as GET, without the body', async () => {
    const head = await get('/whitelist.xml', {}, 'HEAD')
    expect(head.status).toBe(200)
    expect(head.body.length).toBe(0)
    expect(head.headers['content-length']).toBe(String(Buffer.byteLength(second)))
    expect(head.headers.etag).toBe((await get('/whitelist.xml')).headers.etag)
  })

  it('serves a number for ever, immutable on 200 only', async () => {
    for (const [number, text] of [
      [7, first],
      [8, second],
    ] as const) {
      const { status, headers, body } = await get(`/whitelists/${number}.xml`)
      expect(status).toBe(200)
      expect(body.toString()).toBe(text)
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
      expect(headers['x-whitelist-sequence']).toBe(String(number))
      const again = await get(`/whitelists/${number}.xml`, { 'if-none-match': headers.etag })
      expect(again.status).toBe(304)
      expect(again.headers['cache-control']).not.toContain('immutable')
    }
  })

  it('compresses an old list too, once it has been asked for', async () => {
    await get('/whitelists/7.xml')
    await distribution.lists.compressed()
    const { headers, body } = await get('/whitelists/7.xml', { 'accept-encoding': 'gzip' })
    expect(headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(body).toString()).toBe(first)
  })

  it('does not serve a number above the current one, though its file is there', async () => {
    await lists.put('9.xml', first)
    await lists.put('9.json', lists.record(9, first))
    const { status, headers, body } = await get('/whitelists/9.xml')
    expect(status).toBe(404)
    expect(headers['cache-control']).toBe('no-store')
    expect(JSON.parse(body.toString())).toMatchObject({ code: 'not-published' })
  })

  it.each([
    ['GET', '/', 404, 'not-found'],
    ['GET', '/whitelists/08.xml', 404, 'not-found'],
    ['GET', '/whitelists/0.xml', 404, 'not-found'],
    ['GET', '/whitelists/../current.json', 404, 'not-found'],
    ['GET', '/whitelists/%2e%2e%2fcurrent.xml', 404, 'not-found'],
    ['GET', '/current.json', 404, 'not-found'],
    ['GET', '/whitelists/99999999999999999999.xml', 404, 'not-found'],
    ['GET', '/whitelists/6.xml', 404, 'not-published'],
    ['POST', '/whitelist.xml', 405, 'method-not-allowed'],
    ['DELETE', '/whitelists/8.xml', 405, 'method-not-allowed'],
    ['OPTIONS', '/whitelist.xml', 405, 'method-not-allowed'],
  ])('refuses %s %s with %i %s, not to be stored', async (method, path, status, code) => {
    const answer = await get(path, {}, method)
    expect(answer.status).toBe(status)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(JSON.parse(answer.body.toString())).toMatchObject({ code, status })
    expect(answer.headers['cache-control']).not.toContain('immutable')
  })

  it('takes no body and refuses a client that takes no form', async () => {
    const posted = await ask(distribution.port, '/whitelist.xml', {
      headers: { 'content-length': 3 },
      body: 'abc',
    })
    expect([posted.status, posted.headers.connection]).toEqual([413, 'close'])
    const none = await get('/whitelist.xml', { 'accept-encoding': 'identity;q=0' })
    expect([none.status, none.headers['cache-control']]).toEqual([406, 'no-store'])
  })

  it('answers what is no HTTP, or too long, with one line that is not stored, and lives on', async () => {
    const bad = await raw('NONSENSE\r\n\r\n')
    expect(bad).toMatch(/^HTTP\/1.1 400 [^]*no-store/)
    const long = await raw(`GET /whitelist.xml HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)
    expect(long).toMatch(/^HTTP\/1.1 431 [^]*no-store/)
    expect((await get('/whitelist.xml')).status).toBe(200)
  })

  it('says how it is', async () => {
    const { status, headers, body } = await get('/healthz')
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
    expect(JSON.parse(body.toString())).toMatchObject({
      status: 'ok',
      sequence: 8,
      entries: 3,
      ageSeconds: 60,
    })
  })

  function raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(distribution.port, '127.0.0.1', () => socket.write(text))
      let seen = ''
      socket.on('data', (part) => (seen += String(part)))
      socket.on('close', () => resolve(seen))
      socket.on('error', reject)
    })
  }
})
