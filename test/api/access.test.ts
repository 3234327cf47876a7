import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { expectedOf, roles, type RoleName, type Row } from '../support/access-roles.ts'
import { createScene, type Scene } from '../support/access-scene.ts'
import { accessTable } from '../support/access-table.ts'
import { SECOND_MS } from '../support/clock.ts'
import { act, seedDrimbox, seedOperator } from '../support/seed.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

// Every route × every role. What each gets is worked out from the matrix of the procedures (test/support/rights-matrix.ts)
// and from who may see that the thing is there; a route without a row fails the first test.
const space: TrustSpace = await startTrustSpace()
const scene: Scene = await createScene(space)
const table: Row[] = accessTable(scene)
let answers = 0

afterAll(async () => {
  console.log(`access: ${answers} answers, ${table.length} routes, ${roles.length} roles`)
  await scene.people.end()
  await space.stop()
})

async function ask(row: Row, role: RoleName, path = row.path ?? row.route.split(' ')[1]!): Promise<Answer> {
  // The clock stands still otherwise, and with it the limits on how often somebody may ask.
  space.clock.advance(10 * SECOND_MS)
  const credentials = scene.credentials.get(role)
  return space.request(row.route.split(' ')[0]!, path, {
    as: credentials === undefined ? 'admin' : { headers: credentials },
    headers: {
      ...(row.ifMatch === undefined ? {} : { 'if-match': row.ifMatch }),
      // Keys must name what they create (procedures 10).
      ...(role.startsWith('key') && row.route.startsWith('POST ') ? { 'idempotency-key': randomUUID() } : {}),
      ...(row.bytes === undefined ? {} : { 'content-type': row.bytes.type }),
    },
    ...(row.body === undefined ? {} : { body: row.body }),
    ...(row.bytes === undefined ? {} : { bytes: Buffer.from(row.bytes.content) }),
  })
}

const events = async () =>
  (await scene.people.sql<{ n: number }[]>`SELECT count(*)::int AS n FROM audit_event`)[0]!.n

/** The answer without what is different in each: request id and unknown id. */
const masked = ({ status, text, headers }: Answer) => ({
  status,
  body: text.replaceAll(/urn:request:[^"]+/g, '…'),
  headers: [...headers].filter(([name]) => name !== 'x-request-id'),
})

/** What a role gets, in one line. */
const told = (status: number, code: unknown) => `${status}${status < 400 ? '' : ` ${String(code)}`}`

describe('access', () => {
  it('is decided here for every route there is, once', async () => {
    const { json } = await space.request('GET', '/v1/openapi.json')
    const routes = Object.entries(json['paths'] as Record<string, Record<string, unknown>>).flatMap(
      ([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(table.map(({ route }) => route).toSorted()).toEqual([...routes, 'GET /v1/openapi.json'].toSorted())
  })

  for (const row of table) {
    it(`to ${row.route} is what the matrix says, for each role`, async () => {
      const got: Record<string, string> = {}
      const due: Record<string, string> = {}
      for (const role of roles) {
        const expected = expectedOf(row, role)
        const before = await events()
        const answer = await ask(row, role)
        answers += 1
        const { code } = answer.json
        const isTold = answer.status === expected.status && (expected.codes?.includes(code) ?? true)
        got[role] = told(answer.status, code)
        due[role] = isTold ? got[role] : told(expected.status, expected.codes?.join('|') ?? '*')
        if (answer.status === 401) expect(answer.headers.get('www-authenticate')).toContain('Bearer')
        if (answer.status >= 400 && row.leavesEvent !== true)
          expect(await events(), `${row.route} as ${role} left an event`).toBe(before)
      }
      expect(got).toEqual(due)
    })
  }
})

describe('what is private', () => {
  for (const row of table.filter(({ sight }) => sight === 'own' || sight === 'admission')) {
    it(`${row.route} answers a stranger as if it were not there, but for the request id`, async () => {
      const [, id = ''] = /\/([0-9a-f-]{36})/.exec(row.path!) ?? []
      for (const role of ['newcomer', 'foreign OA'] as const) {
        const there = await ask(row, role)
        const unknown = await ask(row, role, row.path!.replace(id, scene.unknown))
        expect(there.status).toBe(404)
        expect(masked(there), role).toEqual(masked(unknown))
        answers += 2
      }
    })
  }

  for (const row of table.filter(({ namesOwn }) => namesOwn !== undefined)) {
    it(`${row.route} tells a stranger nothing of an organisation that it names`, async () => {
      for (const role of ['newcomer', 'foreign OA'] as const) {
        const there = await ask(row, role)
        const text = JSON.stringify(row.body)?.replace(scene.own, scene.unknown)
        const other = {
          ...row,
          ...(text === undefined ? {} : { body: JSON.parse(text) as unknown }),
        }
        const unknown = await ask(other, role, row.path?.replace(scene.own, scene.unknown))
        expect(masked(there), role).toEqual(masked(unknown))
        answers += 2
      }
    })
  }

  it('is in no list of a stranger, nor on any public page', async () => {
    const things = [
      scene.own,
      scene.commitment,
      scene.delegation,
      scene.drimbox,
      scene.decision,
      scene.mail,
      scene.admission,
      '@secret.example',
      '+33198765432',
      'Hôpital secret',
      'Radiologie secrète',
    ]
    for (const row of table.filter(({ route }) => route.startsWith('GET '))) {
      for (const role of ['public', 'newcomer', 'foreign OA'] as const) {
        const { status, text } = await ask(row, role)
        answers += 1
        if (status !== 200) continue
        for (const thing of things) {
          // Of an operator, its number, name and kinds are public.
          if (row.route.startsWith('GET /v1/operators') && thing === scene.own) continue
          expect(text.includes(thing), `${row.route} shows ${role} ${thing}`).toBe(false)
        }
      }
    }
  })
})

it('ignores cookies, and headers that name a person: only the Authorization header counts', async () => {
  const { headers } = scene.persons.get('AD')!
  const token = headers.authorization.slice('Session '.length)
  const attempts: Record<string, string>[] = [
    { cookie: `__Host-session=${token}; session=${token}; authorization=${headers.authorization}` },
    { 'x-forwarded-user': scene.persons.get('AD')!.id, 'x-session': token },
  ]
  for (const more of attempts) {
    const { status } = await space.request('GET', '/v1/organisations', { as: 'public', headers: more })
    expect(status).toBe(401)
  }
})

it('shows no certificate name and no mailbox on any public route', async () => {
  const operator = await seedOperator(space)
  await seedDrimbox(space, 101, operator)
  await seedDrimbox(space, 102, operator)
  await space.publishApproved()
  await act(space, 102, 'suspend')
  await space.publish()
  for (const row of table) {
    if (row.may !== 'everybody' || !row.route.startsWith('GET ')) continue
    const { text } = await ask(row, 'public')
    expect(text, row.route).not.toMatch(/support@e-media|300000001831981|CENTRE D'IMAGERIE|Côte-d'Or/)
  }
})
