import { expect, it } from 'vitest'
import { readEntriesQuery } from '#lib/entries-query.ts'
import { createRegistry } from './registry.ts'

const digest = 'a'.repeat(64)
const publication = {
  sequence: 12,
  signedAt: '2026-11-25T05:00:00Z',
  entryCount: 1,
  bytes: 4812,
  digest,
  fileSha256: digest,
  changes: { added: 1, removed: 0, changed: 0 },
}
const entry = {
  number: 175,
  wadoHost: 'db175.exemple.fr',
  viewerHost: '',
  operator: 'Mélèze',
  addedAt: '2025-07-22T08:00:00Z',
  certificateDn: 'CN=db175.exemple.fr,O=CLINIQUE',
  supportContact: 'personne@clinique.example',
}
const status = {
  trustSpace: 'DRIM-M-TEST-DEMO',
  space: 'TEST',
  mode: 'demo',
  zone: 'demo.exemple.fr',
  publicationPeriodHours: 24,
  current: { ...publication, operatorCount: 1 },
}

function setUp(answers: Record<string, unknown>) {
  const calls: string[] = []
  const failures: string[] = []
  const registry = createRegistry({
    apiUrl: 'http://api.test/',
    clock: () => new Date('2026-11-25T13:32:00Z'),
    onFailure: (path, { code, detail }) => failures.push(`${path} ${code} ${detail}`),
    fetch: async (input) => {
      const url = new URL(input instanceof Request ? input.url : input)
      calls.push(url.pathname + url.search)
      return Response.json(answers[url.pathname] ?? {}, { status: url.pathname in answers ? 200 : 404 })
    },
  })
  return { registry, calls, failures }
}

it('asks for what the reader’s URL asks, in the registry’s words', async () => {
  const { registry, calls } = setUp({
    '/v1/whitelist/entries': { items: [], next: null, total: 0, sequence: 12, operators: [] },
  })
  await registry.entries(
    readEntriesQuery(new URLSearchParams('q=175&operateur=Mélèze&tri=-ajout&apres=abc')),
    50,
  )
  const query = Object.fromEntries(new URL(calls[0] ?? '', 'http://api.test').searchParams)
  expect(query).toEqual({
    q: '175',
    operator: 'Mélèze',
    sort: 'addedAt',
    order: 'desc',
    after: 'abc',
    limit: '50',
  })
})

it('does not even read what the public must not see', async () => {
  const { registry } = setUp({
    '/v1/whitelist/entries': { items: [entry], next: null, total: 1, sequence: 12, operators: [] },
  })
  const reading = await registry.entries(readEntriesQuery(new URLSearchParams()), 50)
  expect(JSON.stringify(reading)).toContain('db175.exemple.fr')
  expect(JSON.stringify(reading)).not.toMatch(/CLINIQUE|personne@/)
})

it('finds a publication by its number, and says when there is none', async () => {
  const { registry, calls } = setUp({ '/v1/whitelists': { items: [publication], next: null } })
  expect(await registry.publication(12)).toMatchObject({ known: true, value: { sequence: 12 } })
  expect(await registry.publication(13)).toMatchObject({ known: true, value: undefined })
  expect(calls[0]).toBe('/v1/whitelists?after=13&limit=1')
})

it.each([
  ['an unknown mode', { ...status, mode: 'maybe' }],
  ['a digest that is none', { ...status, current: { ...publication, operatorCount: 1, fileSha256: '<b>' } }],
  ['a negative count', { ...status, current: { ...publication, operatorCount: -1 } }],
  ['a fraction of an entry', { ...status, current: { ...publication, operatorCount: 1, entryCount: 1.5 } }],
  ['a time that is none', { ...status, current: { ...publication, operatorCount: 1, signedAt: 'hier' } }],
  ['a list instead of an object', []],
])('refuses to show a status with %s', async (_, answer) => {
  const { registry, failures } = setUp({ '/v1/status': answer })
  expect(await registry.status()).toMatchObject({ known: false, failure: 'unreadable' })
  expect(failures[0]).toMatch(/^\/v1\/status unreadable /)
})

it('reads a status', async () => {
  const { registry } = setUp({ '/v1/status': status })
  expect(await registry.status()).toMatchObject({
    known: true,
    value: { mode: 'demo', current: { sequence: 12, signedAt: new Date('2026-11-25T05:00:00Z') } },
  })
})

it('hands on no PEM file that holds more than one certificate', async () => {
  const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
  const pinned = { subject: 'CN=A', fingerprint: digest, notAfter: '2036-01-01T00:00:00.000Z' }
  const anchors = (text: string) => ({
    '/v1/trust-anchors': {
      signer: { commonName: 'A', organizationalUnit: 'B', dn: null, fingerprint: null, notAfter: null },
      anchors: [{ ...pinned, pem: text }],
      intermediates: [],
    },
  })
  expect(await setUp(anchors(pem)).registry.trustAnchors()).toMatchObject({ known: true })
  for (const text of [pem + pem, `<script>${pem}`, `${pem}rm -rf`, '']) {
    expect(await setUp(anchors(text)).registry.trustAnchors()).toMatchObject({ known: false })
  }
})

it('logs a failed search without what was searched', async () => {
  const { registry, failures } = setUp({ '/v1/whitelist/entries': { wrong: true } })
  await registry.entries(readEntriesQuery(new URLSearchParams('q=dupont')), 50)
  expect(failures.join()).not.toContain('dupont')
})

it('goes through every page of an export and stops at the last', async () => {
  const pages = [
    { items: [entry], next: 'c2', total: 2, sequence: 12, operators: [] },
    { items: [{ ...entry, number: 176 }], next: null, total: 2, sequence: 12, operators: [] },
  ]
  const calls: string[] = []
  const registry = createRegistry({
    apiUrl: 'http://api.test/',
    clock: () => new Date(),
    onFailure: () => undefined,
    fetch: async (input) => {
      calls.push(new URL(input instanceof Request ? input.url : input).search)
      return Response.json(pages[calls.length - 1])
    },
  })
  const numbers: number[] = []
  for await (const page of registry.everyEntry(readEntriesQuery(new URLSearchParams()))) {
    numbers.push(...page.items.map(({ number }) => number))
  }
  expect(numbers).toEqual([175, 176])
  expect(calls[1]).toContain('after=c2')
})
