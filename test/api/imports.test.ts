import { readWhitelist } from '@trust-space/whitelist/format'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FIXTURE_AT, fixture, fixtureAnchors, hasFixtures } from '../support/fixtures.ts'
import { testContent, testEntry, type TestContent } from '../support/list-content.ts'
import { act, drimboxOf } from '../support/seed.ts'
import { signingSpace, signListByProduct, type SigningSpace } from '../support/sign-list.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let foreign: SigningSpace

beforeEach(async () => {
  space = await startTrustSpace()
  foreign = await signingSpace(space.clock.now)
})
afterEach(() => space.stop())

function listOf(content: TestContent): Uint8Array {
  return signListByProduct(foreign, content, new Date('2026-11-20T09:00:00Z'))
}

const base64 = (der: Uint8Array) => Buffer.from(der).toString('base64')

function importList(bytes: Uint8Array, query = '', headers: Record<string, string> = {}): Promise<Answer> {
  return space.request('POST', `/v1/imports${query}`, {
    bytes,
    headers: {
      'x-import-trust-anchors': base64(foreign.authority.root),
      'x-import-intermediates': base64(foreign.authority.issuers.lists.certificate),
      ...headers,
    },
  })
}

async function stored(): Promise<unknown[]> {
  const lists = await Promise.all(
    ['operators', 'drimboxes', 'audit-events'].map((noun) => space.request('GET', `/v1/${noun}?limit=200`)),
  )
  return lists.flatMap(({ json }) => json.items)
}

describe('an import', () => {
  it('enters one operator for each Denomination and one DRIMbox for each line, every field as written', async () => {
    const content = testContent(20)
    const answer = await importList(listOf(content))
    expect(answer.status, answer.text).toBe(200)
    const operators = new Set(content.entries.map(({ denomination }) => denomination))
    expect(answer.json).toMatchObject({
      outcome: 'bootstrap',
      isDryRun: false,
      entered: { operators: operators.size, drimboxes: 20 },
      list: { entryCount: 20, signedAt: '2026-11-20T09:00:00Z', profile: 'B' },
    })
    const { json } = await space.request('GET', '/v1/drimboxes?limit=200')
    expect(
      json.items.map((box) => ({
        number: box.number,
        wadoHost: box.wadoHost,
        viewerHost: box.viewerHost,
        denomination: box.operator.name,
        certificateDn: box.certificates[0]?.dn,
        supportContact: box.supportContact,
        addedAt: box.addedAt,
      })),
    ).toEqual(content.entries)
    expect(json.items.every(({ state }) => state === 'imported')).toBe(true)
  })

  it('is published as it was: same lines, same order, every field equal', async () => {
    const content = testContent(30)
    // Neither by number nor by host: the order of real lists is that of arrival.
    const shuffled = {
      ...content,
      entries: content.entries.toSorted((a, b) => ((a.number * 7) % 31) - ((b.number * 7) % 31)),
    }
    await importList(listOf(shuffled))
    expect(await space.publishApproved()).toMatchObject({ is: 'served' })
    expect(readWhitelist((await space.served())!.xml).entries).toEqual(shuffled.entries)
  })

  it('keeps a number and hosts that do not go together, and an empty viewer', async () => {
    const odd = { ...testEntry(1), number: 6, wadoHost: 'db3.1.test.mesimagesmedicales.fr', viewerHost: '' }
    const entries = [
      { ...odd, certificateDn: `CN=${odd.wadoHost},O=ANS,C=FR`, addedAt: '2031-01-01T11:27:12Z' },
    ]
    await importList(listOf({ generatedAt: '2026-11-20T08:30:00Z', entries }))
    await space.publishApproved()
    expect(readWhitelist((await space.served())!.xml).entries).toEqual(entries)
  })

  it('after the first only compares, and stores nothing but that it did', async () => {
    const content = testContent(5)
    await importList(listOf(content))
    const before = await stored()
    const same = await importList(listOf(content))
    expect(same.json).toMatchObject({
      outcome: 'comparison',
      entered: { operators: 0, drimboxes: 0 },
      differences: { added: [], removed: [], changed: [] },
    })
    const entries = [
      ...content.entries.slice(1, 4),
      { ...content.entries[4]!, supportContact: 'other@op.example' },
      testEntry(99),
    ]
    const other = await importList(listOf({ ...content, entries }))
    expect(other.json['differences']).toMatchObject({
      added: [{ number: 99 }],
      removed: [{ number: 1 }],
      changed: [{ fields: ['supportContact'], after: { number: 5 } }],
    })
    const after = await stored()
    expect(after.length - before.length).toBe(2)
    expect(after.slice(-2)).toMatchObject([{ event: 'whitelist.compared' }, { event: 'whitelist.compared' }])
  })

  it('only compares also where every DRIMbox was withdrawn: numbers and names stay given', async () => {
    await importList(listOf(testContent(1)))
    await act(space, 1, 'withdraw')
    expect((await importList(listOf(testContent(1)))).json).toMatchObject({
      outcome: 'comparison',
      differences: { added: [{ number: 1 }] },
    })
  })

  it('as a dry run says all and stores nothing', async () => {
    const answer = await importList(listOf(testContent(5)), '?dryRun=true')
    expect(answer.json).toMatchObject({ outcome: 'bootstrap', isDryRun: true, entered: { drimboxes: 5 } })
    expect(await stored()).toEqual([expect.objectContaining({ event: 'instance.initialised' })])
  })

  it('refuses a repeated number on every line that bears it, by line, and stores nothing', async () => {
    const [one, two, three, four] = testContent(4).entries as [never, never, never, never]
    const before = await stored()
    const entries = [one, { ...(two as object), number: 1 }, three, { ...(four as object), number: 1 }]
    const answer = await importList(
      listOf({ generatedAt: '2026-11-20T08:30:00Z', entries: entries as never }),
    )
    expect(answer).toMatchObject({ status: 422, json: { code: 'import-lines-refused', lines: 3 } })
    expect(answer.json.errors).toMatchObject([
      { pointer: '/lines/0/number', code: 'number-repeated' },
      { pointer: '/lines/1/number', code: 'number-repeated' },
      { pointer: '/lines/3/number', code: 'number-repeated' },
    ])
    expect(await stored()).toEqual(before)
  })

  it('refuses a host that stands on two lines, in whatever case', async () => {
    const { entries } = testContent(3)
    const changed = [
      entries[0]!,
      { ...entries[1]!, viewerHost: entries[0]!.viewerHost.toUpperCase() },
      entries[2]!,
    ]
    const answer = await importList(listOf({ generatedAt: '2026-11-20T08:30:00Z', entries: changed }))
    expect(answer.json.errors.map(({ code }) => code)).toEqual(['host-repeated', 'host-repeated'])
    expect(await stored()).toHaveLength(1)
  })

  it('warns of a mailbox that looks like a person’s', async () => {
    const entries = [{ ...testEntry(1), supportContact: 'jean.dupont@operateur.example' }]
    const { json } = await importList(listOf({ generatedAt: '2026-11-20T08:30:00Z', entries }))
    expect(json['warnings']).toContainEqual(expect.objectContaining({ code: 'support-contact-personal' }))
  })

  it.each([
    ['a letter changed', (xml: string) => xml.replace('E-MEDIA', 'E-MEDIB'), 'document-digest'],
    [
      'no signature',
      (xml: string) => xml.replace(/<ds:Signature .*<\/ds:Signature>/s, ''),
      'signature-missing',
    ],
    ['something that is no list', () => '<html/>', 'unknown-root'],
    ['something that is no XML', () => 'hello', 'not-well-formed'],
    ['a DOCTYPE', (xml: string) => xml.replace('?>', '?><!DOCTYPE a>'), 'forbidden-construct'],
  ])('refuses a list with %s, and stores nothing', async (_, change, verification) => {
    const before = await stored()
    const bytes = Buffer.from(change(Buffer.from(listOf(testContent(6))).toString('utf8')))
    const answer = await importList(bytes)
    expect(answer, answer.text).toMatchObject({
      status: 422,
      json: { code: 'import-list-refused', verification },
    })
    expect(await stored()).toEqual(before)
  })

  it('judges by the anchors and the signer of this instance where none are given', async () => {
    const answer = await importList(listOf(testContent(2)), '', {
      'x-import-trust-anchors': '',
      'x-import-intermediates': '',
    })
    expect([400, 422]).toContain(answer.status)
    const own = await space.request('POST', '/v1/imports', { bytes: listOf(testContent(2)) })
    expect(own).toMatchObject({ status: 422, json: { code: 'import-list-refused', verification: 'chain' } })
  })

  it('judges at the moment it is told', async () => {
    const answer = await importList(listOf(testContent(2)), '?at=2040-01-01T00:00:00Z')
    expect(answer.json).toMatchObject({ code: 'import-list-refused', verification: 'signer-expired' })
    expect((await importList(listOf(testContent(2)), '?at=yesterday')).status).toBe(422)
  })

  it.each([
    ['anchors that are no base64', { 'x-import-trust-anchors': '%%%' }, 'request-invalid'],
    ['anchors that are no certificate', { 'x-import-trust-anchors': 'AAAA' }, 'import-anchors-unusable'],
  ])('refuses %s', async (_, headers, code) => {
    expect(await importList(listOf(testContent(2)), '', headers)).toMatchObject({
      status: 422,
      json: { code },
    })
  })

  it('refuses an empty body, another type, and more than 64 MiB', async () => {
    const send = (headers: Record<string, string>, bytes = new Uint8Array(1)) =>
      space.request('POST', '/v1/imports', { bytes, headers })
    expect(await send({}, new Uint8Array())).toMatchObject({
      status: 400,
      json: { code: 'request-malformed' },
    })
    expect(await send({ 'content-type': 'application/json' })).toMatchObject({ status: 415 })
    expect(await send({ 'content-length': String(65 * 1024 * 1024) })).toMatchObject({ status: 413 })
    expect(await send({}, new Uint8Array(64 * 1024 * 1024 + 1))).toMatchObject({
      status: 413,
      json: { code: 'body-too-large' },
    })
  })

  it('of many at once fills the registry once', async () => {
    const list = listOf(testContent(4))
    const answers = await Promise.all(Array.from({ length: 5 }, () => importList(list)))
    expect(answers.map(({ json }) => json['outcome']).toSorted()).toEqual([
      'bootstrap',
      'comparison',
      'comparison',
      'comparison',
      'comparison',
    ])
    expect((await space.request('GET', '/v1/drimboxes')).json.items).toHaveLength(4)
  })

  it('leaves room after its lines: what is registered later comes last', async () => {
    await importList(listOf(testContent(3)))
    const { json } = await space.request('GET', '/v1/organisations')
    await space.request('POST', '/v1/drimboxes', { body: drimboxOf(500, json.items[0]!.id) })
    await space.publishApproved()
    expect(readWhitelist((await space.served())!.xml).entries.map(({ number }) => number)).toEqual([
      1, 2, 3, 500,
    ])
  })
})

describe.skipIf(!hasFixtures)('the real lists', () => {
  const at = `?at=${FIXTURE_AT}`
  const real = (name: string, query = at) =>
    space.request('POST', `/v1/imports${query}`, {
      bytes: fixture(`whitelists/${name}`),
      headers: fixtureAnchors(),
    })

  it('of 2025-07-23 goes in and comes out with its six lines as they were', async () => {
    const answer = await real('signed-test-2025-07-23.xml')
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json).toMatchObject({ outcome: 'bootstrap', entered: { drimboxes: 6 } })
    await space.publishApproved()
    const before = readWhitelist(fixture('whitelists/signed-test-2025-07-23.xml')).entries
    expect(readWhitelist((await space.served())!.xml).entries).toEqual(before)
    expect((await real('signed-test-2025-07-23.xml')).json).toMatchObject({
      outcome: 'comparison',
      differences: { added: [], removed: [], changed: [] },
    })
  })

  it('of 2024-12-26, six lines numbered 1, verifies and is refused line by line', async () => {
    const answer = await real('signed-test-2024-12-26.xml')
    expect(answer).toMatchObject({ status: 422, json: { code: 'import-lines-refused', lines: 6 } })
    expect(answer.json.errors.filter(({ code }) => code === 'number-repeated')).toHaveLength(6)
    expect(await stored()).toHaveLength(1)
  })

  it('are refused today, for their signer has expired', async () => {
    expect((await real('signed-test-2025-07-23.xml', '')).json).toMatchObject({
      verification: 'signer-expired',
    })
  })
})
