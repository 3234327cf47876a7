import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR_MS } from '../support/clock.ts'
import { act, drimboxOf, seedOperator } from '../support/seed.ts'
import { startTrustSpace, ZONE, type Answer, type TrustSpace } from '../support/trust-space.ts'

const HEX = expect.stringMatching(/^[0-9a-f]{64}$/) as string
let space: TrustSpace

beforeAll(async () => {
  space = await startTrustSpace()
  const boxes: [number, string][] = [
    [12, 'ÉVOLUCARE'],
    [3, 'E-MEDIA'],
    [100, 'Softway'],
    [7, 'E-MEDIA'],
    [45, 'Télémis'],
  ]
  const operators = new Map<string, string>()
  for (const [number, name] of boxes) {
    const id = operators.get(name) ?? (await seedOperator(space, name))
    operators.set(name, id)
    const box = drimboxOf(number, id, number === 7 ? { viewerHost: '' } : {})
    expect((await space.request('POST', '/v1/drimboxes', { body: box })).status).toBe(201)
    space.clock.advance(HOUR_MS)
  }
  await space.publishApproved()
  await act(space, 100, 'suspend')
  await space.publish()
})
afterAll(() => space.stop())

const get = (query = '', headers: Record<string, string> = {}): Promise<Answer> =>
  space.request('GET', `/v1/whitelist/entries${query}`, { as: 'public', headers })
const numbers = async (query: string): Promise<number[]> =>
  (await get(query)).json.items.map(({ number }) => number)

describe('the lines of the list in force', () => {
  it('are what is served, in its order, without names of certificates and mailboxes', async () => {
    const { json } = await get()
    expect(json.sequence).toBe(2)
    expect(json.total).toBe(4)
    expect(json.items.map(({ number }) => number)).toEqual([12, 3, 7, 45])
    expect(json.items[1]).toEqual({
      number: 3,
      wadoHost: `db3.${ZONE}`,
      viewerHost: `vi3.${ZONE}`,
      operator: 'E-MEDIA',
      addedAt: '2026-11-25T09:00:00Z',
    })
    expect(json.items[2]!.viewerHost).toBe('')
    expect(json.operators).toEqual([
      { name: 'E-MEDIA', count: 2 },
      { name: 'ÉVOLUCARE', count: 1 },
      { name: 'Télémis', count: 1 },
    ])
  })

  it.each([
    ['?q=evolu', [12]],
    ['?q=TELEMIS', [45]],
    ['?q=3', [3]],
    [`?q=vi12.`, [12]],
    ['?q=softway', []],
    ['?operator=E-MEDIA', [3, 7]],
    ['?operator=e-media', []],
    ['?sort=number', [3, 7, 12, 45]],
    ['?sort=number&order=desc', [45, 12, 7, 3]],
    ['?sort=wadoHost', [3, 7, 12, 45]],
    ['?sort=operator', [3, 7, 12, 45]],
    ['?sort=addedAt&order=desc', [45, 7, 3, 12]],
  ])('are found and sorted: %s', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected)
  })

  it.each(['number', 'operator', 'wadoHost', 'addedAt', 'position'])(
    'come in pages by %s without a gap or a repeat',
    async (sort) => {
      for (const order of ['asc', 'desc']) {
        const whole = await numbers(`?sort=${sort}&order=${order}`)
        const seen: number[] = []
        let after = ''
        do {
          const { json } = await get(`?sort=${sort}&order=${order}&limit=1${after}`)
          seen.push(...json.items.map(({ number }) => number))
          after = json.next === null ? '' : `&after=${json.next}`
        } while (after !== '')
        expect(seen).toEqual(whole)
      }
    },
  )

  it('begin at the beginning for a cursor that is none', async () => {
    for (const after of ['nonsense', 'W10', Buffer.from('[{},1]').toString('base64url')]) {
      expect(await numbers(`?after=${after}`)).toEqual([12, 3, 7, 45])
    }
  })

  it('refuse what they do not know', async () => {
    for (const query of ['?sort=dn', '?order=up', '?limit=0', '?limit=201', '?q=', `?q=${'x'.repeat(101)}`]) {
      expect((await get(query)).status, query).toBe(422)
    }
  })

  it('give 304 for the ETag they were given with', async () => {
    const first = await get('?q=3')
    const etag = first.headers.get('etag') ?? ''
    expect((await get('?q=3', { 'if-none-match': etag })).status).toBe(304)
    expect((await get('?q=3', { 'if-none-match': `"x", W/${etag}` })).status).toBe(304)
    expect((await get('', { 'if-none-match': etag })).status).toBe(200)
  })
})

describe('the history of lists', () => {
  it('names what was served and what it changed, newest first', async () => {
    const { json } = await space.request('GET', '/v1/whitelists', { as: 'public' })
    expect(json.items).toMatchObject([
      { sequence: 2, entryCount: 4, changes: { added: 0, removed: 1, changed: 0 } },
      { sequence: 1, entryCount: 5, changes: { added: 5, removed: 0, changed: 0 } },
    ])
    const served = await space.served()
    expect(json.items[0]!['bytes']).toBe(served!.xml.length)
    const page = await space.request('GET', '/v1/whitelists?limit=1', { as: 'public' })
    expect(page.json.next).toBe('2')
    expect(
      (await space.request('GET', '/v1/whitelists?limit=1&after=2', { as: 'public' })).json,
    ).toMatchObject({
      items: [{ sequence: 1 }],
      next: null,
    })
  })

  it('sends to the address of the distribution, and only by a number', async () => {
    const current = await space.request('GET', '/v1/whitelist.xml', { as: 'public' })
    expect(current.headers.get('location')).toBe('http://localhost:3003/whitelist.xml')
    const first = await space.request('GET', '/v1/whitelists/1.xml', { as: 'public' })
    expect(first.headers.get('location')).toBe('http://localhost:3003/whitelists/1.xml')
    for (const file of ['0.xml', '01.xml', '1', '..%2f1.xml', '1.xml.gz', '-1.xml']) {
      expect((await space.request('GET', `/v1/whitelists/${file}`)).status, file).toBe(422)
    }
  })
})

describe('the trust space', () => {
  it('says what it is and how old its list is', async () => {
    space.clock.advance(HOUR_MS)
    const { json } = await space.request('GET', '/v1/status', { as: 'public' })
    expect(json).toMatchObject({
      trustSpace: 'DRIM-M-TEST',
      space: 'TEST',
      mode: 'demo',
      zone: ZONE,
      publicationPeriodHours: 24,
      current: { sequence: 2, entryCount: 4, operatorCount: 3, ageSeconds: 3600 },
    })
    expect(json.publisher).toBeUndefined()
  })

  it('tells administrators what the publisher is doing', async () => {
    const { json } = await space.request('GET', '/v1/status')
    expect(json.publisher).toEqual({ fault: null, publication: null })
  })

  it('names signer, anchors and intermediates with their fingerprints', async () => {
    const { json } = await space.request('GET', '/v1/trust-anchors', { as: 'public' })
    const pinned = { fingerprint: HEX, pem: expect.stringContaining('BEGIN CERTIFICATE') as string }
    expect(json['anchors']).toMatchObject([pinned])
    expect(json['intermediates']).toMatchObject([pinned, pinned])
    expect(json['signer']).toMatchObject({
      fingerprint: HEX,
      dn: expect.stringContaining('CN=Liste Blanche') as string,
    })
  })
})
