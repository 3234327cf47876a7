import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApprovalClaims } from '@trust-space/whitelist/format'
import type { ApproverKey } from '../../demo/trust-authority.ts'
import { directoryDigest } from '../support/directory-digest.ts'
import { driveSigner, type ApproverName, type SignerDriver } from '../support/signer-driver.ts'
import {
  approvalOf,
  createSignerHome,
  listLines,
  unsignedList,
  type SignerHome,
} from '../support/signer-home.ts'
import { startedSigner, type SignerProcess } from '../support/signer-process.ts'

const now = () => new Date()
const minutesAhead = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
let home: SignerHome
let signer: SignerProcess
let driver: SignerDriver
let firstApproval: string

const three = listLines(1, 3)
const four = listLines(1, 4)

beforeAll(async () => {
  home = await createSignerHome(await mkdtemp(join(tmpdir(), 'drim-signer-')), { clock: now })
  signer = await startedSigner(home.environment)
  driver = driveSigner(home, now)
  firstApproval = approvalOf(home, home.keys.ada, {
    base: driver.base,
    sequence: 1,
    unsigned: unsignedList(three),
    now: now(),
  })
  expect((await driver.sign(three, { approvals: [firstApproval] })).status).toBe(200)
})

afterAll(async () => {
  await signer.stop()
  await rm(home.directory, { recursive: true })
})

/** The addition of line 4 with these approvals; it must be refused and leave no trace. */
async function refusal(...approvals: readonly string[]): Promise<string> {
  const before = await directoryDigest(join(home.directory, 'ledger'))
  const { status, code } = await driver.sign(four, { approvals })
  expect(await directoryDigest(join(home.directory, 'ledger'))).toBe(before)
  return `${status} ${code}`
}

function approval(
  by: ApproverName | ApproverKey,
  over: Partial<ApprovalClaims> & { kid?: string } = {},
): string {
  const key = typeof by === 'string' ? home.keys[by] : by
  const what = {
    base: driver.base,
    sequence: driver.base.sequence + 1,
    unsigned: unsignedList(four),
    now: now(),
  }
  return approvalOf(home, key, what, over)
}

describe('an approval is refused, and nothing signed, when it', () => {
  test.each<[string, string, () => string]>([
    ['is missing', 'approval-missing', () => ''],
    ['is no JWS', 'approval-malformed', () => 'approved'],
    [
      'is JSON of another kind',
      'approval-malformed',
      () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`,
    ],
    ['is cut', 'approval-malformed', () => approval('ada').slice(0, -4)],
    ['is by an unknown key', 'approval-unknown-key', () => approval('stranger')],
    [
      'is by an unknown key under a known name',
      'approval-signature',
      () => approval('stranger', { kid: home.keys.ada.kid }),
    ],
    [
      'is by one approver under the name of another',
      'approval-signature',
      () => approval('ada', { kid: home.keys.grace.kid }),
    ],
    [
      'is for another trust space',
      'approval-other-trust-space',
      () => approval('ada', { trustSpace: 'DRIM-M' }),
    ],
    [
      'is for the number after',
      'approval-other-sequence',
      () => approval('ada', { newSequence: driver.base.sequence + 2 }),
    ],
    [
      'is for the number before',
      'approval-other-sequence',
      () => approval('ada', { newSequence: driver.base.sequence }),
    ],
    ['is on an earlier base number', 'approval-other-base', () => approval('ada', { baseSequence: 0 })],
    ['is on other base bytes', 'approval-other-base', () => approval('ada', { baseDigest: 'ab'.repeat(32) })],
    [
      'is of other content',
      'approval-other-content',
      () => approval('ada', { contentDigest: 'ab'.repeat(32) }),
    ],
    ['expired a second ago', 'approval-expired', () => approval('ada', { expiry: minutesAhead(-1 / 60) })],
    ['expired long ago', 'approval-expired', () => approval('ada', { expiry: '2020-01-01T00:00:00Z' })],
    ['lives for 31 minutes', 'approval-too-long', () => approval('ada', { expiry: minutesAhead(31) })],
    ['lives for ever', 'approval-too-long', () => approval('ada', { expiry: '9999-12-31T23:59:59Z' })],
    ['was used for the first list', 'approval-reused', () => firstApproval],
  ])('%s: %s', async (_, code, make) => {
    const token = make()
    expect(await refusal(...(token === '' ? [] : [token]))).toBe(`422 ${code}`)
  })

  test('had a letter changed anywhere', async () => {
    const token = approval('ada')
    const codes = new Set<string>()
    for (let position = 0; position < token.length; position += 23) {
      const other = token[position] === 'A' ? 'B' : 'A'
      codes.add(await refusal(`${token.slice(0, position)}${other}${token.slice(position + 1)}`))
    }
    for (const code of codes) {
      expect(code).toMatch(/^422 approval-(malformed|signature|unknown-key)$/)
    }
    expect(codes).toContain('422 approval-signature')
  })

  test('claims another algorithm or type in its header', async () => {
    const [, payload] = approval('ada').split('.')
    const key = createPrivateKey(home.keys.ada.privateKeyPem)
    for (const header of [
      { alg: 'none', kid: home.keys.ada.kid, typ: 'drim-approval+jws' },
      { alg: 'HS256', kid: home.keys.ada.kid, typ: 'drim-approval+jws' },
      { alg: 'ES256', kid: home.keys.ada.kid, typ: 'JWT' },
    ]) {
      const input = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`
      const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString(
        'base64url',
      )
      expect(await refusal(`${input}.${signature}`)).toBe('422 approval-malformed')
    }
  })

  test('carries a signature of zeros', async () => {
    const [header, payload] = approval('ada').split('.')
    expect(await refusal(`${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`)).toBe(
      '422 approval-signature',
    )
  })

  test('stands beside a good one', async () => {
    expect(await refusal(approval('ada'), approval('stranger'))).toBe('422 approval-unknown-key')
    expect(await refusal(approval('grace'), approval('ada', { expiry: minutesAhead(-1) }))).toBe(
      '422 approval-expired',
    )
  })

  test('is given twice in one request, also with the other signature of its malleable pair', async () => {
    const token = approval('ada')
    expect(await refusal(token, token)).toBe('422 approval-reused')
    expect(await refusal(token, otherSignature(token))).toBe('422 approval-reused')
  })

  test('accompanies what needs none', async () => {
    const { code } = await driver.sign(listLines(1, 3), {
      approvals: [approval('stranger')],
      generatedAt: '2026-11-25T09:00:00Z',
    })
    expect(code).toBe('approval-unknown-key')
  })
})

describe('an approval serves', () => {
  test('once: used, it is refused for every later number, also under its other signature and after a restart', async () => {
    const token = approval('ada')
    expect((await driver.sign(four, { approvals: [token] })).status).toBe(200)
    const back = listLines(1, 3)
    expect((await driver.sign(back)).status).toBe(200)
    expect(await refusal(token)).toBe('422 approval-reused')
    expect(await refusal(otherSignature(token))).toBe('422 approval-reused')
    await signer.stop()
    signer = await startedSigner(home.environment)
    expect(await refusal(token)).toBe('422 approval-reused')
  })

  test('not at all once a removal has taken its number', async () => {
    const token = approval('grace')
    expect((await driver.sign(listLines(1, 2))).status).toBe(200)
    expect(await refusal(token)).toBe('422 approval-other-sequence')
    expect((await driver.sign(three, { by: ['grace'] })).status).toBe(200)
  })
})

test('an approver that this signer does not know of cannot be introduced by a key of the same name', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const forged = {
    ...home.keys.ada,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  expect(await refusal(approval(forged))).toBe('422 approval-signature')
})

/** (r, n − s) verifies wherever (r, s) does: the same act, other bytes. */
function otherSignature(token: string): string {
  const [header, payload, signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`)
  const other = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')
  return [header, payload, Buffer.concat([bytes.subarray(0, 32), other]).toString('base64url')].join('.')
}
