import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, seedDrimbox, seedOperator } from '../support/seed.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

// Every route × every role. A route that is not in this table fails the first test.
type Role = 'public' | 'stranger' | 'admin'
interface Row {
  readonly route: string
  readonly path?: string
  readonly body?: unknown
  readonly xml?: string
  readonly expect: Readonly<Record<Role, number>>
}

const NOBODY = '01970000-0000-7000-8000-000000000000'
const open = (status: number) => ({ public: status, stranger: 401, admin: status })
const closed = (status: number) => ({ public: 401, stranger: 401, admin: status })

const table: readonly Row[] = [
  { route: 'GET /v1/status', expect: open(200) },
  { route: 'GET /v1/trust-anchors', expect: open(200) },
  { route: 'GET /healthz', expect: open(200) },
  { route: 'GET /v1/openapi.json', expect: open(200) },
  { route: 'GET /v1/whitelists', expect: open(200) },
  { route: 'GET /v1/whitelist/entries', expect: open(200) },
  { route: 'GET /v1/whitelist.xml', expect: open(307) },
  { route: 'GET /v1/whitelists/{file}', path: '/v1/whitelists/1.xml', expect: open(307) },
  { route: 'GET /v1/operators', expect: closed(200) },
  { route: 'GET /v1/operators/{id}', path: `/v1/operators/${NOBODY}`, expect: closed(404) },
  { route: 'POST /v1/operators', body: {}, expect: closed(422) },
  { route: 'GET /v1/drimboxes', expect: closed(200) },
  { route: 'GET /v1/drimboxes/{id}', path: `/v1/drimboxes/${NOBODY}`, expect: closed(404) },
  { route: 'POST /v1/drimboxes', body: {}, expect: closed(422) },
  ...(['suspend', 'restore', 'withdraw'] as const).map((name) => ({
    route: `POST /v1/drimboxes/{id}/${name}`,
    path: `/v1/drimboxes/${NOBODY}/${name}`,
    body: { reason: 'a reason' },
    expect: closed(404),
  })),
  { route: 'POST /v1/imports', xml: '<a/>', expect: closed(422) },
  { route: 'GET /v1/publications', expect: closed(200) },
  { route: 'POST /v1/publications', expect: closed(409) },
  { route: 'GET /v1/publications/{sequence}', path: '/v1/publications/99', expect: closed(404) },
  {
    route: 'GET /v1/publications/{sequence}/content.xml',
    path: '/v1/publications/99/content.xml',
    expect: closed(404),
  },
  {
    route: 'POST /v1/publications/{sequence}/approvals',
    path: '/v1/publications/99/approvals',
    body: { approval: 'x' },
    expect: closed(422),
  },
  {
    route: 'POST /v1/publications/{sequence}/abandon',
    path: '/v1/publications/99/abandon',
    expect: closed(404),
  },
  { route: 'GET /v1/audit-events', expect: closed(200) },
]

let space: TrustSpace

beforeAll(async () => {
  space = await startTrustSpace()
})
afterAll(() => space.stop())

describe('access', () => {
  it('is decided here for every route there is', async () => {
    const { json } = await space.request('GET', '/v1/openapi.json')
    const routes = Object.entries(json.paths as Record<string, Record<string, unknown>>).flatMap(
      ([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(table.map(({ route }) => route).toSorted()).toEqual([...routes, 'GET /v1/openapi.json'].toSorted())
  })

  for (const row of table) {
    for (const role of ['public', 'stranger', 'admin'] as const) {
      it(`${row.route} answers ${row.expect[role]} to ${role}`, async () => {
        const [method = '', route = ''] = row.route.split(' ')
        const before = await space.request('GET', '/v1/audit-events?limit=200')
        const answer = await space.request(method, row.path ?? route, {
          as: role === 'admin' ? 'admin' : 'public',
          headers: {
            ...(role === 'stranger' ? { authorization: 'Bearer some-key-of-another-instance' } : {}),
            'if-match': '"v1"',
          },
          ...(row.body === undefined ? {} : { body: row.body }),
          ...(row.xml === undefined ? {} : { bytes: Buffer.from(row.xml) }),
        })
        expect(answer.status, answer.text).toBe(row.expect[role])
        if (answer.status === 401) {
          expect(answer.headers.get('www-authenticate')).toContain('Bearer')
          expect(answer.json.code).toBe(
            role === 'stranger' ? 'authentication-failed' : 'authentication-required',
          )
        }
        const after = await space.request('GET', '/v1/audit-events?limit=200')
        expect(after.json).toEqual(before.json)
      })
    }
  }

  it('ignores cookies: only the Authorization header counts', async () => {
    const { status } = await space.request('GET', '/v1/operators', {
      as: 'public',
      headers: { cookie: 'authorization=Bearer admin-key-of-the-tests; session=1' },
    })
    expect(status).toBe(401)
  })

  it('shows no certificate name and no mailbox on any public route', async () => {
    const operator = await seedOperator(space)
    await seedDrimbox(space, 101, operator)
    await seedDrimbox(space, 102, operator)
    await space.publishApproved()
    await act(space, 102, 'suspend')
    await space.publish()
    for (const { route, path, expect: statuses } of table) {
      if (statuses.public !== 200 || !route.startsWith('GET ')) continue
      const { text } = await space.request('GET', path ?? route.slice(4), { as: 'public' })
      expect(text, route).not.toMatch(/support@e-media|300000001831981|CENTRE D'IMAGERIE|Côte-d'Or/)
    }
  })
})
