import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace

beforeAll(async () => {
  space = await startTrustSpace()
})
afterAll(() => space.stop())

const post = (text: string, headers: Record<string, string> = {}) =>
  space.request('POST', '/v1/operators', {
    bytes: Buffer.from(text),
    headers: { 'content-type': 'application/json', ...headers },
  })

describe('a problem', () => {
  it('has the members of RFC 9457, a code, and is never kept', async () => {
    const answer = await space.request('GET', '/v1/drimboxes/01970000-0000-7000-8000-000000000000', {
      headers: { 'x-request-id': 'test-request-0001' },
    })
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-request-id')).toBe('test-request-0001')
    expect(answer.json).toEqual({
      type: '/problems/drimbox-not-found',
      title: 'drimbox not found',
      status: 404,
      detail: 'No such DRIMbox.',
      instance: 'urn:request:test-request-0001',
      code: 'drimbox-not-found',
    })
  })

  it.each([
    ['fr', 'fr'],
    ['fr-FR, en;q=0.5', 'fr'],
    ['en, fr', 'en'],
    ['de, fr;q=0.1', 'fr'],
    ['en;q=0.1, fr;q=0.9', 'fr'],
    ['fr;q=0', 'en'],
    ['*', 'en'],
    ['\u00e9;q=;;,', 'en'],
    ['fr;q=1.0000000000000000000000001', 'fr'],
  ])('speaks the language of Accept-Language: %s', async (header, language) => {
    const answer = await space.request('GET', '/v1/drimboxes/01970000-0000-7000-8000-000000000000', {
      headers: { 'accept-language': header },
    })
    expect(answer.headers.get('content-language')).toBe(language)
    expect(answer.json.detail).toBe(language === 'fr' ? 'Cette DRIMbox n’existe pas.' : 'No such DRIMbox.')
  })

  it('answers unknown addresses and methods, too', async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/v2/operators'],
      ['DELETE', '/v1/operators'],
      ['GET', '/v1/../etc/passwd'],
      ['GET', '/v1/%00'],
    ] as const) {
      expect(await space.request(method, path), path).toMatchObject({
        status: 404,
        json: { code: 'route-not-found' },
      })
    }
  })

  it('never repeats a request id that is not one', async () => {
    for (const id of ['x', 'a b c d e f', '<script>alert(1)</script>', 'x'.repeat(65)]) {
      const answer = await space.request('GET', '/v1/nothing', { headers: { 'x-request-id': id } })
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })

  it('names faulty fields of paths and queries by pointer', async () => {
    const byPath = await space.request('GET', '/v1/drimboxes/not-a-uuid')
    expect(byPath.json.errors).toMatchObject([{ pointer: '/param/id' }])
    const byQuery = await space.request('GET', '/v1/operators?limit=many')
    expect(byQuery.json.errors).toMatchObject([{ pointer: '/query/limit' }])
  })

  it('of ours says nothing of its cause', async () => {
    await space.database.drop()
    const answer = await space.request('GET', '/v1/operators')
    expect(answer).toMatchObject({ status: 503, json: { code: 'database-unavailable' } })
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(answer.text).not.toMatch(/postgres|sql|select|econn/i)
    expect((await space.request('GET', '/healthz')).status).toBe(200)
    await space.stop()
    space = await startTrustSpace()
  })
})

describe('a body', () => {
  it.each([
    ['that is no JSON', '{', 400, 'request-malformed'],
    ['that is empty', '', 400, 'request-malformed'],
    ['with a trailing comma', '{"name":"E-MEDIA",}', 400, 'request-malformed'],
    ['of 33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, 400, 'json-too-deep'],
    ['of 100,000 open brackets', '['.repeat(100_000), 400, 'json-too-deep'],
    ['of 256 KiB and a byte', `"${'x'.repeat(256 * 1024 - 1)}"`, 413, 'body-too-large'],
    ['that is an array', '[]', 422, 'request-invalid'],
    ['that is null', 'null', 422, 'request-invalid'],
    ['that would poison a prototype', '{"__proto__":{"name":"E-MEDIA"}}', 422, 'request-invalid'],
  ])('%s is refused', async (_, text, status, code) => {
    expect(await post(text)).toMatchObject({ status, json: { code } })
    expect((await space.request('GET', '/v1/operators')).json.items).toEqual([])
  })

  it('of 32 levels is read, and brackets in strings are no levels', async () => {
    expect(await post(`${'['.repeat(32)}${']'.repeat(32)}`)).toMatchObject({ status: 422 })
    expect(await post(JSON.stringify({ name: `E-MEDIA ${'['.repeat(40)}` }))).toMatchObject({ status: 201 })
  })

  it.each([
    ['a member twice', 400, 'json-duplicate-member', '{"name":"Imagerie A","name":"Imagerie B"}'],
    [
      'a member twice, spelt differently',
      400,
      'json-duplicate-member',
      '{"name":"Imagerie A","n\\u0061me":"B"}',
    ],
    ['half a character', 400, 'json-lone-surrogate', '{"name":"Imagerie \\ud83d"}'],
  ])('with %s is refused, its place told by pointer', async (_, status, code, text) => {
    const answer = await post(text)
    expect([answer.status, answer.json.code, answer.json.pointer]).toEqual([status, code, '/name'])
    const { json } = await space.request('GET', '/v1/operators?q=Imagerie')
    expect(json.items).toEqual([])
  })

  it('whose bytes are no UTF-8 is refused', async () => {
    const answer = await space.request('POST', '/v1/operators', {
      bytes: Buffer.concat([Buffer.from('{"name":"Imagerie '), Buffer.of(0xe9), Buffer.from('"}')]),
      headers: { 'content-type': 'application/json' },
    })
    expect([answer.status, answer.json.code]).toEqual([400, 'request-malformed'])
  })

  it('of another type is refused', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      expect((await post('name=E-MEDIA', { 'content-type': type })).status, type).toBe(415)
    }
  })

  it('that comes in pieces without a length is limited all the same', async () => {
    const piece = new Uint8Array(64 * 1024).fill(0x20)
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        controller.enqueue(piece)
      },
    })
    const response = await space.registry.app.request('/v1/operators', {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/json', authorization: 'Bearer admin-key-of-the-tests' },
    })
    expect(response.status).toBe(413)
    expect(sent).toBeLessThan(16)
  })
})

describe('a place in a list that is none of ours', () => {
  it.each([
    '/v1/decisions?after=zz',
    '/v1/drimboxes?after=zz',
    '/v1/publications?after=zz',
    '/v1/memberships?organisation=01970000-0000-7000-8000-000000000000&after=zz',
  ])('is refused where it stands: %s', async (path) => {
    expect(await space.request('GET', path)).toMatchObject({
      status: 422,
      json: { code: 'request-invalid', errors: [{ pointer: '/query/after' }] },
    })
  })
})

describe('every answer', () => {
  it('carries the headers that keep it data', async () => {
    for (const path of ['/v1/status', '/v1/nothing', '/v1/operators', '/v1/whitelist.xml']) {
      const { headers } = await space.request('GET', path, { as: 'public' })
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('content-security-policy'), path).toContain("default-src 'none'")
      expect(headers.get('x-request-id'), path).toMatch(/^[0-9a-f-]{36}$/)
      expect(headers.get('cache-control'), path).not.toBeNull()
    }
  })

  it('leaves one line in the log, without query and key', async () => {
    await space.request('GET', '/v1/operators?q=secret-thing')
    const line = space.log.findLast((text) => text.includes('"request"')) ?? ''
    expect(JSON.parse(line)).toMatchObject({
      event: 'request',
      method: 'GET',
      path: '/v1/operators',
      status: 200,
    })
    expect(space.log.join('')).not.toMatch(/secret-thing|admin-key-of-the-tests/)
  })
})
