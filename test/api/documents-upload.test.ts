import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { pdf } from '../support/pdf.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let nina: TestPerson
let olga: TestPerson
let leman: string

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  nina = await people.person('Nina')
  leman = await people.organisation({ name: 'Imagerie du Léman' })
  olga = await people.person('Olga', [{ organisation: leman, roles: ['OA'] }])
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

const upload = (
  as: TestPerson | 'admin' | 'public',
  bytes: Uint8Array,
  query = 'purpose=admission-piece',
  headers: Record<string, string> = {},
): Promise<Answer> =>
  space.request('POST', `/v1/documents?${query}`, {
    as,
    bytes,
    headers: { 'content-type': 'application/pdf', ...headers },
  })
const open = (as: TestPerson | 'admin' | 'public', id: string) =>
  space.request('GET', `/v1/documents/${id}/content`, { as })
const auditLength = async () => Number((await people.sql`SELECT count(*) FROM audit_event`)[0]!['count'])
const stored = async () => Number((await people.sql`SELECT count(*) FROM document`)[0]!['count'])

describe('an upload', () => {
  it('is kept under a random id, with its digest, and told to the audit', async () => {
    const bytes = pdf('power of attorney')
    const answer = await upload(nina, bytes, 'purpose=power&name=Pouvoir%20sign%C3%A9.pdf')
    expect(answer).toMatchObject({
      status: 201,
      json: {
        name: 'Pouvoir signé.pdf',
        purpose: 'power',
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    })
    expect(answer.json.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const [event] = await people.sql`SELECT * FROM audit_event WHERE subject_id = ${answer.json.id}`
    expect(event).toMatchObject({ event: 'document.uploaded', actor_kind: 'person', actor_id: nina.id })
    expect(JSON.stringify(event)).not.toContain('Pouvoir')
  })

  it.each([
    ['a picture that says it is a PDF', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'document-not-pdf'],
    ['HTML that says it is a PDF', Buffer.from('<script>alert(1)</script>'), 'document-not-pdf'],
    ['a script', pdf('', '/OpenAction << /S /JavaScript /JS (1) >>'), 'document-active-content'],
    ['a script in hexadecimal', pdf('', '/A << /S /J#61vaScript >>'), 'document-active-content'],
  ])('of %s is refused, and nothing is stored', async (_, bytes, code) => {
    const before = [await stored(), await auditLength()]
    const answer = await upload(nina, bytes, undefined, { 'accept-language': 'fr' })
    expect(answer).toMatchObject({ status: 422, json: { code } })
    expect(answer.headers.get('content-language')).toBe('fr')
    expect([await stored(), await auditLength()]).toEqual(before)
  })

  it('of more than 10 MiB is refused at the first byte too many', async () => {
    const before = [await stored(), await auditLength()]
    const big = pdf('x'.repeat(10 * 1024 * 1024))
    expect(await upload(nina, big)).toMatchObject({ status: 413, json: { code: 'document-too-large' } })
    expect([await stored(), await auditLength()]).toEqual(before)
  })

  it('sent again under its Idempotency-Key is one document; other bytes under it are refused', async () => {
    const headers = { 'idempotency-key': 'one-upload-sent-twice' }
    const query = 'purpose=power'
    const [first, second] = [
      await upload(nina, pdf('the same'), query, headers),
      await upload(nina, pdf('the same'), query, headers),
    ]
    expect(second.json.id).toBe(first.json.id)
    const other = await upload(nina, pdf('another'), query, headers)
    expect(other).toMatchObject({ status: 422, json: { code: 'idempotency-key-reused' } })
  })

  it('of 10 MiB exactly is kept', async () => {
    const rest = pdf('').length
    const bytes = pdf('x'.repeat(10 * 1024 * 1024 - rest))
    expect(bytes.length).toBe(10 * 1024 * 1024)
    expect((await upload(nina, bytes)).status).toBe(201)
  })

  it.each([
    ['another media type', { 'content-type': 'text/html' }, 'purpose=power', 415, 'media-type-not-supported'],
    ['a purpose nobody knows', {}, 'purpose=holiday', 422, 'request-invalid'],
    ['no purpose', {}, '', 422, 'request-invalid'],
    ['a control in the name', {}, 'purpose=power&name=a%07b', 422, 'request-invalid'],
    ['a direction mark in the name', {}, 'purpose=power&name=a%E2%80%AEfdp.exe', 422, 'request-invalid'],
    ['a name too long', {}, `purpose=power&name=${'a'.repeat(121)}`, 422, 'request-invalid'],
  ])('with %s is refused', async (_, headers, query, status, code) => {
    const before = await stored()
    expect(await upload(nina, pdf('x'), query, headers)).toMatchObject({ status, json: { code } })
    expect(await stored()).toBe(before)
  })

  it('needs a person: neither the public, nor a key, nor the operations key has a drawer', async () => {
    const key = await people.apiKey(leman, olga, ['read', 'boxes'])
    const before = await stored()
    expect((await upload('public', pdf('x'))).status).toBe(401)
    expect(
      await upload({ id: key.id, headers: key.headers }, pdf('x'), undefined, {
        'idempotency-key': 'key-0123456789',
      }),
    ).toMatchObject({
      status: 403,
      json: { code: 'right-missing' },
    })
    expect(await upload('admin', pdf('x'))).toMatchObject({ status: 403, json: { code: 'right-missing' } })
    expect(await stored()).toBe(before)
  })

  it('cannot fill the disk with files that belong to nothing', async () => {
    const hoarder = await people.person('Hoarder')
    for (let index = 0; index < 36; index += 1) expect((await upload(hoarder, pdf('x'))).status).toBe(201)
    const atOnce = await Promise.all(Array.from({ length: 8 }, () => upload(hoarder, pdf('x'))))
    expect(atOnce.filter(({ status }) => status === 201)).toHaveLength(4)
    expect(await upload(hoarder, pdf('x'))).toMatchObject({
      status: 409,
      json: { code: 'document-too-many' },
    })
  })
})

describe('a document', () => {
  it('is handed out to be saved, never shown or run, byte for byte', async () => {
    const bytes = pdf('contents')
    const { json } = await upload(
      nina,
      bytes,
      `purpose=power&name=${encodeURIComponent('Reçu « signé »";\'(2).pdf')}`,
    )
    const answer = await open(nina, json.id)
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(bytes.toString())
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="document.pdf"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+$/,
    )
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
  })

  it('leaves an event for each reading, with who read it', async () => {
    const { json } = await upload(nina, pdf('read me'))
    const ines = await people.person('Ines', [{ organisation: 'agency', roles: ['AI'] }])
    await open(nina, json.id)
    await open(ines, json.id)
    const events = await people.sql<{ actor_id: string }[]>`
      SELECT actor_id FROM audit_event WHERE subject_id = ${json.id} AND event = 'access.document-opened' ORDER BY seq`
    expect(events.map(({ actor_id }) => actor_id)).toEqual([nina.id, ines.id])
  })

  it('of somebody else is the answer to an unknown id, byte for byte, and leaves no event', async () => {
    const { json } = await upload(nina, pdf('private'))
    const noel = await people.person('Noel')
    const vera = await people.person('Vera', [
      { organisation: await people.organisation({ name: 'Voisine' }), roles: ['OA', 'OS', 'OT', 'OR'] },
    ])
    const before = await auditLength()
    for (const stranger of [noel, vera, olga]) {
      const [seen, unknown] = [
        await open(stranger, json.id),
        await open(stranger, '3f0c9f1e-5a52-4b6e-9d2b-2f7b6f0a1c55'),
      ]
      expect(seen.status).toBe(404)
      const masked = (answer: Answer) => answer.text.replace(/urn:request:[^"]+/, '')
      expect(masked(seen)).toBe(masked(unknown))
    }
    expect((await open('public', json.id)).status).toBe(401)
    expect(await auditLength()).toBe(before)
  })

  it('is opened at the agency by reviewers and deciders only; the others learn that they may not', async () => {
    const { json } = await upload(nina, pdf('private'))
    for (const [role, status] of [
      ['AI', 200],
      ['AD', 200],
      ['AR', 403],
      ['AP', 403],
      ['AS', 403],
      ['AA', 403],
    ] as const) {
      const somebody = await people.person(`One ${role}`, [{ organisation: 'agency', roles: [role] }])
      const answer = await open(somebody, json.id)
      expect(answer.status, role).toBe(status)
      if (status === 403) expect(answer.json.code).toBe('right-missing')
    }
  })

  it('has bytes that nobody changes, not even the owner of the database by accident', async () => {
    const { json } = await upload(nina, pdf('written once'))
    await expect(people.sql`UPDATE document SET name = 'other' WHERE id = ${json.id}`).rejects.toThrow(
      /written once/,
    )
  })
})
