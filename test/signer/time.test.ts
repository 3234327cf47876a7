import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inProcessSigner, type InProcessSigner } from '../support/in-process-signer.ts'
import { stateVia } from '../support/signer-client.ts'
import { listLines } from '../support/signer-home.ts'

const begin = new Date('2026-11-25T08:00:00.700Z')
const lines = listLines(1, 3)
let directory: string
let bench: InProcessSigner

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drim-signer-'))
})

afterEach(async () => {
  await bench.stop()
  await rm(directory, { recursive: true })
})

describe('a signature', () => {
  beforeEach(async () => {
    const certificate = {
      notBefore: new Date('2026-11-01T00:00:00Z'),
      notAfter: new Date('2027-01-31T23:59:59Z'),
    }
    bench = await inProcessSigner(directory, begin, { certificate })
    expect((await bench.driver.sign(lines, { by: ['ada'] })).headers['x-signer-signed-at']).toBe(
      '2026-11-25T08:00:00Z',
    )
  })

  test('within the same second is that of the next', async () => {
    expect((await bench.driver.sign(lines)).headers['x-signer-signed-at']).toBe('2026-11-25T08:00:01Z')
    expect((await bench.driver.sign(lines)).headers['x-signer-signed-at']).toBe('2026-11-25T08:00:02Z')
  })

  test('is refused when the clock went back, and given again once it caught up', async () => {
    bench.setClock(new Date('2026-11-25T07:59:59.999Z'))
    expect((await bench.driver.sign(lines)).code).toBe('time-not-forward')
    bench.setClock(new Date('2026-11-24T08:00:00Z'))
    expect((await bench.driver.sign(lines, { by: ['ada', 'grace'] })).code).toBe('time-not-forward')
    bench.setClock(new Date('2026-11-25T08:00:05Z'))
    expect((await bench.driver.sign(lines)).status).toBe(200)
  })

  test('remembers its time across a restart', async () => {
    await bench.restart()
    bench.setClock(new Date('2026-11-25T07:00:00Z'))
    expect((await bench.driver.sign(lines)).code).toBe('time-not-forward')
  })

  test('needs a person when the last one is more than seven days old', async () => {
    bench.setClock(new Date('2026-12-02T08:00:00.999Z'))
    expect((await bench.driver.sign(lines)).status).toBe(200)
    bench.setClock(new Date('2026-12-09T08:00:01Z'))
    expect((await bench.driver.sign(lines)).code).toBe('approval-missing')
    expect((await bench.driver.sign(listLines(1, 2))).code).toBe('approval-missing')
    expect((await bench.driver.sign(lines, { by: ['grace'] })).status).toBe(200)
  })

  test('is refused outside the validity of the certificate, whoever approves; a known one is given back', async () => {
    bench.setClock(new Date('2027-02-01T00:00:00Z'))
    expect((await bench.driver.sign(lines, { by: ['ada', 'grace'] })).code).toBe('certificate-not-valid')
    const again = await bench.driver.sign(lines, { sequence: 1 })
    expect(again.status).toBe(200)
    expect(again.headers['x-signer-replayed']).toBe('true')
  })

  test('is still given when little of the certificate is left, and the state rings', async () => {
    expect((await stateVia(bench.socket)).warnings).toEqual([])
    bench.setClock(new Date('2027-01-20T00:00:00Z'))
    expect((await bench.driver.sign(lines, { by: ['ada'] })).status).toBe(200)
    expect((await stateVia(bench.socket)).warnings).toEqual([
      { code: 'certificate-margin-short', detail: 'The signing certificate ends in 11 days: renew it.' },
    ])
  })
})

test('a certificate that is not valid yet signs nothing', async () => {
  bench = await inProcessSigner(directory, begin, {
    certificate: { notBefore: new Date('2026-11-26T00:00:00Z') },
  })
  expect((await bench.driver.sign(lines, { by: ['ada'] })).code).toBe('certificate-not-valid')
  bench.setClock(new Date('2026-11-26T00:00:00Z'))
  expect((await bench.driver.sign(lines, { by: ['ada'] })).status).toBe(200)
})

test('a clock that stands still signs once', async () => {
  bench = await inProcessSigner(directory, begin, { frozen: true })
  expect((await bench.driver.sign(lines, { by: ['ada'] })).status).toBe(200)
  expect((await bench.driver.sign(lines)).code).toBe('time-not-forward')
})
