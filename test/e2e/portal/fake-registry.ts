import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface FakeEntry {
  number: number
  wadoHost: string
  viewerHost: string
  operator: string
  addedAt: string
  [planted: string]: unknown
}

export interface FakePublication {
  sequence: number
  signedAt: string
  entryCount: number
  bytes: number
  digest: string
  fileSha256: string
  changes: { added: number; removed: number; changed: number }
}

/** What the fake says; tests change it between two page views. */
export interface FakeState {
  /** `silent` takes the call and never answers; `failing` answers 500; `foreign` answers another service's JSON. */
  behaviour: 'answering' | 'silent' | 'failing' | 'foreign'
  space: 'TEST' | 'PRODUCTION'
  mode: 'demo' | 'real'
  entries: FakeEntry[]
  publications: FakePublication[]
  signerName: string
  /** Calls that fail from the nth page of entries on: an export that breaks half-way. */
  entriesFailAfter: number
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const pem = (name: string): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(`certificate of ${name}`).toString('base64')}\n-----END CERTIFICATE-----\n`

const OPERATORS = [
  'ANS',
  'Passerelles du Ponant',
  'Tramontane Passerelles',
  'Cadran Échanges',
  'Lanterne Réseaux',
  'Mélèze Échanges',
]

/** `count` entries of invented operators, with a DN and a mailbox planted in each: no page may show them. */
export function inventedEntries(count: number): FakeEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 3
    return {
      number,
      wadoHost: `db${number}.test.mesimagesmedicales.fr`,
      viewerHost: `vi${number}.test.mesimagesmedicales.fr`,
      operator: OPERATORS[index % OPERATORS.length] ?? 'ANS',
      addedAt: new Date(Date.parse('2025-07-22T08:00:00Z') + index * 86_400_000).toISOString(),
      certificateDn: `CN=db${number}.test.mesimagesmedicales.fr,OU=1750000PLANTED,O=CLINIQUE PLANTED,ST=Rhône (69)`,
      supportContact: `planted.person@clinique-planted.example`,
    }
  })
}

/** The `newest` last publications, one each day, the last one `ageMs` ago. */
export function inventedPublications(
  newest: number,
  count: number,
  entryCount: number,
  ageMs: number,
): FakePublication[] {
  return Array.from({ length: Math.min(count, newest) }, (_, index) => {
    const sequence = newest - index
    const signedAt = new Date(
      Math.floor((Date.now() - ageMs - index * 86_400_000) / 1000) * 1000,
    ).toISOString()
    const moved = [
      { added: 0, removed: 0, changed: 0 },
      { added: 0, removed: 1, changed: 0 },
      { added: 3, removed: 0, changed: 2 },
    ]
    return {
      sequence,
      signedAt,
      entryCount,
      bytes: 1200 + 500 * entryCount,
      digest: sha256(`content ${sequence}`),
      fileSha256: sha256(`file ${sequence}`),
      changes: moved[index % 3] ?? { added: 0, removed: 0, changed: 0 },
    }
  })
}

export function freshState(entryCount = 6): FakeState {
  return {
    behaviour: 'answering',
    space: 'TEST',
    mode: 'demo',
    entries: inventedEntries(entryCount),
    publications: inventedPublications(1284, 30, entryCount, 3 * 3_600_000),
    signerName: 'Liste Blanche DRIM-M DEMO',
    entriesFailAfter: Infinity,
  }
}

/** An API of the contract's shape on a port of its own; `state` may be replaced at any time. */
export async function startFakeRegistry(): Promise<{
  url: string
  state: FakeState
  calls: string[]
  stop(): Promise<void>
  start(): Promise<void>
}> {
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => answer(fake.state, fake.calls, request, response))
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const fake = {
    url: `http://127.0.0.1:${port}`,
    state: freshState(),
    calls: [] as string[],
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
    start: () => listen(port),
  }
  return fake
}

function answer(state: FakeState, calls: string[], request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://fake')
  calls.push(`${url.pathname}${url.search}`)
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  if (state.behaviour === 'silent') return
  if (state.behaviour === 'failing') return send(500, { code: 'internal', title: 'SECRET DETAIL' })
  if (state.behaviour === 'foreign') return send(200, { hello: 'world' })

  const limit = Number(url.searchParams.get('limit') ?? 50)
  switch (url.pathname) {
    case '/v1/status':
      return send(200, statusOf(state))
    case '/v1/whitelists': {
      const after = Number(url.searchParams.get('after') ?? Infinity)
      const older = state.publications.filter(({ sequence }) => sequence < after)
      const items = older.slice(0, limit)
      return send(200, { items, next: older.length > limit ? String(items.at(-1)?.sequence) : null })
    }
    case '/v1/whitelist/entries':
      return entriesOf(state, url.searchParams, limit, send)
    case '/v1/trust-anchors':
      return send(200, anchorsOf(state))
    default:
      return send(404, { code: 'not-found' })
  }
}

function statusOf(state: FakeState): unknown {
  const { space, mode, publications } = state
  const current = publications[0]
  return {
    trustSpace: 'DRIM-M-TEST-DEMO',
    space,
    mode,
    zone: 'demo.mesimagesmedicales.fr',
    whitelistUrl: 'http://localhost:3004/whitelist.xml',
    at: new Date().toISOString(),
    publicationPeriodHours: 24,
    current:
      current === undefined ? null : { ...current, operatorCount: operatorsOf(state).size, ageSeconds: 0 },
  }
}

function entriesOf(
  state: FakeState,
  parameters: URLSearchParams,
  limit: number,
  send: (status: number, body: unknown) => void,
): void {
  const after = Number(parameters.get('after') ?? 0)
  if (after / limit >= state.entriesFailAfter) return send(500, { code: 'internal' })
  const search = (parameters.get('q') ?? '').toLowerCase()
  const operator = parameters.get('operator') ?? ''
  const key = (parameters.get('sort') ?? 'number') as 'number' | 'operator' | 'addedAt'
  const sign = parameters.get('order') === 'desc' ? -1 : 1
  const found = state.entries
    .filter(
      (entry) =>
        (search === '' || `${entry.number} ${entry.wadoHost}`.includes(search)) &&
        (operator === '' || entry.operator === operator),
    )
    .sort((a, b) => sign * (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.number - b.number))
  send(200, {
    items: found.slice(after, after + limit),
    next: found.length > after + limit ? String(after + limit) : null,
    total: found.length,
    sequence: state.publications[0]?.sequence ?? null,
    operators: [...operatorsOf(state)].map(([name, count]) => ({ name, count })),
  })
}

function operatorsOf(state: FakeState): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { operator } of state.entries) counts.set(operator, (counts.get(operator) ?? 0) + 1)
  return counts
}

function anchorsOf(state: FakeState): unknown {
  const certificate = (name: string): unknown => ({
    subject: `CN=${name},O=DEMONSTRATION NE PAS FAIRE CONFIANCE,C=FR`,
    fingerprint: sha256(name),
    notAfter: '2036-09-14T00:00:00.000Z',
    pem: pem(name),
  })
  return {
    signer: {
      commonName: state.signerName,
      organizationalUnit: '318751275100020',
      dn: `CN=${state.signerName},OU=318751275100020,O=DEMONSTRATION NE PAS FAIRE CONFIANCE,C=FR`,
      fingerprint: sha256('signer'),
      notAfter: '2029-09-14T00:00:00.000Z',
    },
    anchors: [certificate('AC RACINE DEMO')],
    intermediates: [certificate('AC LISTES DEMO')],
  }
}
