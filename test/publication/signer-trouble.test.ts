import { appendFile, mkdir, rename } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { dirname, join } from 'node:path'
import { readWhitelist } from '@trust-space/whitelist/format'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS, testClock } from '../support/clock.ts'
import { checkHistory } from '../support/history.ts'
import { act, seedDrimbox, seedOperator } from '../support/seed.ts'
import { stateVia } from '../support/signer-client.ts'
import { execute } from '../support/test-database.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let fake: Server | undefined

beforeEach(async () => {
  space = await startTrustSpace()
  const operator = await seedOperator(space)
  for (const number of [101, 102, 103]) await seedDrimbox(space, number, operator)
  await space.publishApproved()
})
afterEach(async () => {
  fake?.close()
  fake = undefined
  await space.stop()
})

async function fault(): Promise<unknown> {
  const { json } = await space.request('GET', '/v1/status')
  return (json['publisher'] as { fault: { code: string } | null }).fault?.code
}

/** Another program on the signer's socket. */
async function impersonate(
  answer: (path: string) => { status: number; body: string; hang?: boolean },
): Promise<void> {
  await space.stopSigner()
  const socket = space.home.environment['SIGNER_SOCKET'] ?? ''
  await mkdir(dirname(socket), { recursive: true })
  const server = createServer((request, response) => {
    const { status, body, hang } = answer(request.url ?? '')
    if (hang === true) return
    response.writeHead(status).end(body)
  })
  fake = server
  await new Promise<void>((resolve) => server.listen(socket, resolve))
}

const numbersServed = async () =>
  readWhitelist((await space.served())!.xml).entries.map(({ number }) => number)

describe('a signer that', () => {
  it('is away costs no number; what waits goes out when it is back', async () => {
    await space.stopSigner()
    await act(space, 102, 'suspend')
    for (let look = 0; look < 3; look += 1) {
      await expect(space.publish()).rejects.toMatchObject({ code: 'signer-unavailable' })
    }
    expect(await fault()).toBe('signer-unavailable')
    expect((await checkHistory(space)).served).toEqual([1])
    await space.startSigner()
    expect(await space.publish()).toMatchObject({ is: 'served', publication: { sequence: 2 } })
    expect(await fault()).toBeUndefined()
    expect(await numbersServed()).toEqual([101, 103])
  })

  it('is read-only costs no number', async () => {
    await space.stopSigner()
    await appendFile(
      join(space.home.environment['SIGNER_LEDGER_DIR']!, 'ledger.log'),
      'not a record\nnor this\n',
    )
    await space.startSigner()
    await act(space, 102, 'suspend')
    await expect(space.publish()).rejects.toMatchObject({ code: 'signer-read-only' })
    expect((await checkHistory(space)).outcomes).toEqual({ 1: 'served' })
  })

  it('is of another trust space is asked nothing', async () => {
    const state = {
      trustSpace: 'DRIM-M',
      status: 'ready',
      head: null,
      certificate: {
        subject: 'x',
        fingerprint: 'x',
        notBefore: '2020-01-01T00:00:00Z',
        notAfter: '2040-01-01T00:00:00Z',
      },
      guardRails: { threshold: 10, used: 0, windowHours: 24 },
    }
    await impersonate(() => ({ status: 200, body: JSON.stringify(state) }))
    await act(space, 102, 'suspend')
    await expect(space.publish()).rejects.toMatchObject({ code: 'signer-of-another-trust-space' })
  })

  it('has lost its ledger is asked nothing: the stories disagree', async () => {
    const state = {
      trustSpace: 'DRIM-M-TEST',
      status: 'ready',
      head: null,
      certificate: {
        subject: 'x',
        fingerprint: 'x',
        notBefore: '2020-01-01T00:00:00Z',
        notAfter: '2040-01-01T00:00:00Z',
      },
      guardRails: { threshold: 10, used: 0, windowHours: 24 },
    }
    await impersonate(() => ({ status: 200, body: JSON.stringify(state) }))
    await act(space, 102, 'suspend')
    await expect(space.publish()).rejects.toMatchObject({ code: 'ledger-disagrees' })
    expect(await fault()).toBe('ledger-disagrees')
  })

  it.each([
    ['answers rubbish', { status: 200, body: 'hello' }],
    ['answers 500', { status: 500, body: '{"code":"signer-defect","detail":"x"}' }],
    ['never answers', { status: 200, body: '', hang: true }],
  ])('%s costs no number', async (_, answer) => {
    await impersonate(() => answer)
    await act(space, 102, 'suspend')
    await expect(space.publish()).rejects.toMatchObject({ code: 'signer-unavailable' })
    expect((await checkHistory(space)).outcomes).toEqual({ 1: 'served' })
  })

  it('is answered for by its HTTP stack alone has given no verdict: the number is kept and used', async () => {
    const state = JSON.stringify(await stateVia(space.home.environment['SIGNER_SOCKET'] ?? ''))
    await impersonate((path) =>
      path === '/state' ? { status: 200, body: state } : { status: 408, body: '' },
    )
    await act(space, 102, 'suspend')
    expect(await space.publish()).toMatchObject({ is: 'unfinished', code: 'signer-unavailable' })
    fake?.close()
    fake = undefined
    await space.startSigner()
    expect(await space.publish()).toMatchObject({ is: 'served', publication: { sequence: 2 } })
    expect((await checkHistory(space)).outcomes).toEqual({ 1: 'served', 2: 'served' })
  })

  it('has another clock refuses; each try burns a number, so the tries grow rare', async () => {
    await space.stopSigner()
    await space.startSigner(testClock(new Date(space.clock.now().getTime() + 5 * MINUTE_MS)))
    await act(space, 102, 'suspend')
    expect(await space.publish()).toMatchObject({ is: 'refused', code: 'clock-disagrees' })
    for (let look = 0; look < 200; look += 1) await space.publish().catch(() => undefined)
    const { outcomes } = await checkHistory(space)
    // 5, 10, 20, 40 and 80 seconds apart.
    expect(Object.values(outcomes)).toEqual(['served', ...Array.from({ length: 6 }, () => 'refused')])
    expect(await numbersServed()).toEqual([101, 102, 103])
  })
})

describe('a database that was restored', () => {
  it('publishes nothing: the directory of lists knows more', async () => {
    const url = space.database.urlFor('postgres')
    await execute(
      url,
      `ALTER TABLE current_whitelist DISABLE TRIGGER ALL; UPDATE current_whitelist SET sequence = 0;
       ALTER TABLE current_whitelist ENABLE TRIGGER ALL`,
    )
    await act(space, 102, 'suspend')
    await expect(space.publish()).rejects.toMatchObject({ code: 'lists-ahead' })
    expect((await space.served())?.sequence).toBe(1)
  })
})

describe('revocation lists that have run out', () => {
  it('hold the list up, keep its number, and let it go when they are renewed', async () => {
    space.clock.advance(3 * DAY_MS + MINUTE_MS)
    expect(await space.publish()).toMatchObject({ is: 'unfinished', code: 'revocation-unknown' })
    expect((await space.served())?.sequence).toBe(1)
    await act(space, 102, 'suspend')
    expect(await space.publish()).toMatchObject({ is: 'unfinished' })
    await space.renewRevocationLists()
    // The attempt that was open, then the withdrawal that waited behind it, in one run.
    expect(await space.publish()).toMatchObject({
      is: 'served',
      publication: { sequence: 3, kind: 'removal' },
    })
    expect(await numbersServed()).toEqual([101, 103])
    expect((await checkHistory(space)).served).toEqual([1, 2, 3])
  })
})

describe('anchors that somebody took away', () => {
  it('hold the list up, keep its number, and let it go when they are back', async () => {
    const anchor = space.environment['REGISTRY_TRUST_ANCHOR_FILE']!
    await rename(anchor, `${anchor}.away`)
    await act(space, 102, 'suspend')
    await expect(space.publish()).rejects.toMatchObject({ code: 'trust-unusable' })
    await rename(`${anchor}.away`, anchor)
    expect(await space.publish()).toMatchObject({ is: 'served', publication: { sequence: 2 } })
    expect((await checkHistory(space)).served).toEqual([1, 2])
  })
})

describe('a list that our own verifier refuses for good', () => {
  it('is abandoned, kept for inspection and never served; the next is built on what the signer holds', async () => {
    const { authority, signerCertificate } = space.home
    authority.revoke(signerCertificate, space.clock.now())
    await space.renewRevocationLists()
    await act(space, 102, 'suspend')
    expect(await space.publish()).toMatchObject({ is: 'abandoned', code: 'signer-revoked' })
    expect((await space.served())?.sequence).toBe(1)
    const kept = await execute(
      space.database.urlFor('postgres'),
      'SELECT verdict, octet_length(bytes) > 0 AS kept FROM signed_list WHERE sequence = 2',
    )
    expect(kept).toEqual([{ verdict: 'signer-revoked', kept: true }])
    await expect(space.publish()).rejects.toMatchObject({ code: 'publication-paused' })
  })
})
