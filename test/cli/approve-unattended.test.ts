import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { readApproval, sha256Hex, writeUnsignedWhitelist, type Trust } from '@trust-space/whitelist'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiAt } from '../../registry-api/cli/api.ts'
import { approveUnattended, type ApproveDeps } from '../../registry-api/cli/approve.ts'

const now = new Date('2026-11-25T08:00:00Z')
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const draft = writeUnsignedWhitelist({
  generatedAt: '2026-11-25T08:00:00Z',
  entries: [
    {
      number: 1,
      wadoHost: 'db1.example.fr',
      viewerHost: '',
      denomination: 'OPERATEUR',
      certificateDn: 'CN=db1.example.fr,O=CENTRE,C=FR',
      supportContact: 'support@example.fr',
      addedAt: '2026-11-01T08:00:00Z',
    },
  ],
})
const publication = {
  sequence: 1,
  state: 'awaiting',
  kind: 'change',
  baseSequence: 0,
  baseDigest: sha256Hex(new Uint8Array()),
  contentDigest: sha256Hex(draft),
  entryCount: 1,
  changes: { added: 1, removed: 0, changed: 0 },
  approvals: 0,
  approvalsNeeded: 1,
}

/** A registry of one draft, whose answers a test can spoil. */
let registry: Server
let url: string
const approvals: string[] = []
let content: Uint8Array = draft
let postStatus = 201

beforeAll(async () => {
  registry = createServer((request, response) => {
    if (request.url === '/v1/publications?state=awaiting')
      response.end(JSON.stringify({ items: [publication] }))
    else if (request.url === '/v1/publications/1/content.xml') response.end(content)
    else if (request.url === '/v1/publications/1/approvals') {
      let body = ''
      request.setEncoding('utf8').on('data', (text: string) => (body += text))
      request.on('end', () => {
        if (postStatus === 201) approvals.push((JSON.parse(body) as { approval: string }).approval)
        response.writeHead(postStatus).end('{}')
      })
    } else response.writeHead(404).end()
  })
  registry.listen(0, '127.0.0.1')
  await once(registry, 'listening')
  url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`
})

afterAll(() => {
  registry.closeAllConnections()
  registry.close()
})

function deps(kid: string, lines: string[], clock = () => now): ApproveDeps {
  const say = (...texts: readonly string[]) => void lines.push(...texts)
  return {
    api: apiAt(url, 'key'),
    key: {
      kid,
      sign: (bytes) => sign('sha256', bytes, { key: keys.privateKey, dsaEncoding: 'ieee-p1363' }),
    },
    held: {
      file: join(tmpdir(), 'no-list-is-held-here.xml'),
      whitelistUrl: new URL('/whitelist.xml', url),
      trust: async () => Promise.reject<Trust>(new Error('no list is served: nothing is to be verified')),
      signer: { dn: 'CN=x' },
      clock,
    },
    trustSpace: 'DRIM-M-TEST',
    minutes: 15,
    reason: undefined,
    clock,
    terminal: { print: say, warn: say, ask: async () => undefined },
  }
}

/** Lets an unattended approver look `times` times. */
async function watch(approver: ApproveDeps, times: number): Promise<void> {
  const stop = new AbortController()
  let looks = 0
  const counting = {
    ...approver,
    api: {
      ...approver.api,
      json: ((...args: Parameters<typeof approver.api.json>) => {
        looks += 1
        if (looks >= times) stop.abort()
        return approver.api.json(...args)
      }) as typeof approver.api.json,
    },
  }
  await approveUnattended(counting, 0.01, stop.signal)
}

test('an unattended approver approves a draft once, and says what it approved', async () => {
  const lines: string[] = []
  await watch(deps('DEMO-1', lines), 3)
  expect(approvals).toHaveLength(1)
  const { kid, claims, signingInput, signature } = readApproval(approvals[0] ?? '')
  expect(kid).toBe('DEMO-1')
  expect(claims).toEqual({
    trustSpace: 'DRIM-M-TEST',
    baseSequence: 0,
    baseDigest: publication.baseDigest,
    newSequence: 1,
    contentDigest: publication.contentDigest,
    reason: 'lines added, removed, changed: 1 0 0',
    expiry: '2026-11-25T08:15:00.000Z',
  })
  const key = { key: keys.publicKey, dsaEncoding: 'ieee-p1363' as const }
  expect(verify('sha256', signingInput, key, signature)).toBe(true)
  expect(lines.join('\n')).toContain('+ 1 db1.example.fr')
  expect(lines.at(-1)).toBe('approved publication 1 as DEMO-1, until 2026-11-25T08:15:00.000Z')
})

test('it approves again once its approval has run out', async () => {
  approvals.length = 0
  let minutes = 0
  const clock = () => new Date(now.getTime() + (minutes += 10) * 60_000)
  await watch(deps('DEMO-1', [], clock), 4)
  expect(approvals.length).toBeGreaterThan(1)
})

test('it says a fault once, goes on, and approves when it is over', async () => {
  approvals.length = 0
  const lines: string[] = []
  content = Buffer.from('<a></a>')
  await watch(deps('DEMO-1', lines), 4)
  expect(lines.filter((line) => line.startsWith('not approved: content-differs'))).toHaveLength(1)
  content = draft
  postStatus = 503
  await watch(deps('DEMO-1', lines), 2)
  expect(lines.at(-1)).toMatch(/^not approved: http-503/)
  expect(approvals).toEqual([])
  postStatus = 201
  await watch(deps('DEMO-1', lines), 2)
  expect(approvals).toHaveLength(1)
})

test.each(['ada', 'demo-1', 'DEMOGRAPHIE'])('a key named %s approves nothing unattended', async (kid) => {
  approvals.length = 0
  await expect(watch(deps(kid, []), 2)).rejects.toThrow('marked DEMO')
  expect(approvals).toEqual([])
})
