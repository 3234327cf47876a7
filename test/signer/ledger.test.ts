import {
  appendFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { directoryDigest } from '../support/directory-digest.ts'
import { inProcessSigner, type InProcessSigner } from '../support/in-process-signer.ts'
import { signVia, stateVia, type SignerAnswer } from '../support/signer-client.ts'
import { listLines, unsignedList } from '../support/signer-home.ts'

const begin = new Date('2026-11-25T08:00:00Z')
let directory: string
let ledger: string
let bench: InProcessSigner

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drim-signer-'))
  ledger = join(directory, 'ledger')
  bench = await inProcessSigner(directory, begin)
  expect((await bench.driver.sign(listLines(1, 5), { by: ['ada'] })).status).toBe(200)
  expect((await bench.driver.sign(listLines(1, 4))).status).toBe(200)
})

afterEach(async () => {
  await bench.stop()
  await rm(directory, { recursive: true })
})

const log = () => join(ledger, 'ledger.log')
const signed = (sequence: number) => join(ledger, 'signed', `${sequence}.xml`)
const pending = () => join(ledger, 'pending.xml')

/** Asks for the content of a number again. */
async function again(sequence: number, lines: number): Promise<SignerAnswer> {
  const unsigned = unsignedList(listLines(1, lines))
  return signVia(bench.socket, { trustSpace: bench.home.trustSpace, sequence, unsigned, time: bench.now() })
}

test('a restart forgets nothing: head, times, bytes', async () => {
  const before = await stateVia(bench.socket)
  const first = await again(1, 5)
  await bench.restart()
  expect(await stateVia(bench.socket)).toEqual(before)
  expect((await again(1, 5)).body.equals(first.body)).toBe(true)
  expect((await again(1, 4)).code).toBe('content-differs')
  expect((await bench.driver.sign(listLines(1, 3))).status).toBe(200)
})

test('everything in it is for its owner alone', async () => {
  for (const path of [ledger, join(ledger, 'signed'), log(), signed(1), signed(2)]) {
    expect((await stat(path)).mode & 0o077, path).toBe(0)
  }
})

describe('a crash is healed at the next start when it came', () => {
  test('after the bytes and before the record: the attempt never was, and its number is free', async () => {
    const bytes = await readFile(signed(2))
    await writeFile(pending(), bytes)
    await bench.restart()
    expect(bench.doubt).toBeUndefined()
    expect(await readdir(ledger)).toEqual(['ledger.log', 'signed'])
    const third = await again(3, 4)
    expect(third.headers['x-signer-replayed']).toBe('false')
  })

  test('in the middle of the bytes', async () => {
    await writeFile(pending(), (await readFile(signed(2))).subarray(0, 700))
    await bench.restart()
    expect(bench.doubt).toBeUndefined()
    expect((await again(2, 4)).headers['x-signer-replayed']).toBe('true')
  })

  test('in the middle of the record, at any byte: the record is cut and the attempt never was', async () => {
    const whole = await readFile(log())
    const start = whole.lastIndexOf(0x0a, whole.length - 2) + 1
    const bytes = await readFile(signed(2))
    for (let length = start; length < whole.length; length += 41) {
      await writeFile(log(), whole.subarray(0, length))
      await rm(signed(2), { force: true })
      await writeFile(pending(), bytes)
      await bench.restart()
      expect(bench.doubt, `cut at ${length}`).toBeUndefined()
      expect((await stateVia(bench.socket)).head?.sequence).toBe(1)
      expect((await stat(log())).size).toBe(start)
    }
    const second = await again(2, 4)
    expect(second.headers['x-signer-replayed']).toBe('false')
    expect((await again(2, 4)).body.equals(second.body)).toBe(true)
  })

  test('after the record and before the last name: whoever asks again gets those very bytes', async () => {
    const bytes = await readFile(signed(2))
    await rename(signed(2), pending())
    await bench.restart()
    expect(bench.doubt).toBeUndefined()
    const second = await again(2, 4)
    expect(second.body.equals(bytes)).toBe(true)
    expect(second.headers['x-signer-replayed']).toBe('true')
  })

  test('in the middle of the very first record', async () => {
    await bench.stop()
    await rm(join(ledger, 'signed'), { recursive: true })
    await truncate(log(), 100)
    await bench.restart()
    expect(bench.doubt).toBeUndefined()
    expect((await stateVia(bench.socket)).head).toBeNull()
  })
})

describe('in doubt nothing is signed, given back or changed, and the state says why:', () => {
  test.each<[string, RegExp, () => Promise<void>]>([
    [
      'cut before its last record',
      /lost its end/,
      async () => truncate(log(), (await readFile(log())).lastIndexOf(0x0a, -2) + 1),
    ],
    [
      'cut inside its last record, whose list had been given out',
      /lost its end/,
      async () => truncate(log(), (await stat(log())).size - 10),
    ],
    ['cut to nothing', /lost its end/, async () => truncate(log(), 0)],
    ['removed', /lost its end/, async () => rm(log())],
    [
      'a byte of an old record altered',
      /record 2 is damaged/,
      async () => {
        const bytes = await readFile(log())
        const position = bytes.indexOf('"sequence":1') + 11
        bytes.write('7', position)
        await writeFile(log(), bytes)
      },
    ],
    [
      'a record taken out of the middle',
      /does not follow/,
      async () => {
        const lines = (await readFile(log(), 'latin1')).split('\n')
        await writeFile(log(), [lines[0], ...lines.slice(2)].join('\n'), 'latin1')
      },
    ],
    [
      'a record added by hand',
      /damaged/,
      async () => appendFile(log(), `${'0'.repeat(64)} {"kind":"signed"}\n`),
    ],
    [
      'an older copy put back',
      /lost its end/,
      async () => {
        const whole = await readFile(log())
        await writeFile(log(), whole.subarray(0, whole.indexOf(0x0a, whole.indexOf('"sequence":1')) + 1))
      },
    ],
    ['an old list missing', /signed list 1 is missing/, async () => rm(signed(1))],
    ['the last list missing', /signed list 2 cannot be read/, async () => rm(signed(2))],
    ['a letter of an old list altered', /signed list 1 is not the one/, async () => alter(signed(1))],
    ['a letter of the last list altered', /signed list 2 is not the one/, async () => alter(signed(2))],
    ['a list more than records', /3.xml has no record/, async () => cp(signed(2), signed(3))],
    [
      'the list of one number under another',
      /signed list 1 is not the one/,
      async () => cp(signed(2), signed(1)),
    ],
  ])('%s', async (_, reason, harm) => {
    await bench.stop()
    await harm()
    const harmed = await directoryDigest(ledger)
    await bench.restart()
    expect(bench.doubt).toMatch(reason)
    expect(await stateVia(bench.socket)).toMatchObject({
      status: 'read-only',
      code: 'ledger-in-doubt',
      detail: expect.stringMatching(reason),
      head: null,
    })
    for (const answer of [
      await again(2, 4),
      await bench.driver.sign(listLines(1, 3)),
      await bench.driver.sign(listLines(1, 6), { by: ['ada', 'grace'], sequence: 9 }),
    ]) {
      expect([answer.status, answer.code]).toEqual([503, 'ledger-in-doubt'])
    }
    expect(await directoryDigest(ledger)).toBe(harmed)
  })

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['of another trust space', { trustSpace: 'DRIM-M-AUTRE' }, /belongs to trustSpace "DRIM-M-AUTRE"/],
    ['of another instance of the same name', {}, /another root certificate/],
  ])('a ledger %s', async (_, options, reason) => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'drim-signer-'))
    const other = await inProcessSigner(elsewhere, begin, options)
    expect((await other.driver.sign(listLines(1, 2), { by: ['ada'] })).status).toBe(200)
    await other.stop()
    await bench.stop()
    await rm(ledger, { recursive: true })
    await cp(join(elsewhere, 'ledger'), ledger, { recursive: true })
    await rm(elsewhere, { recursive: true })
    await bench.restart()
    expect(bench.doubt).toMatch(reason)
    expect((await bench.driver.sign(listLines(1, 4))).code).toBe('ledger-in-doubt')
  })

  test('something else wrote in it while the signer ran', async () => {
    await appendFile(log(), 'x')
    expect((await bench.driver.sign(listLines(1, 3))).code).toBe('ledger-in-doubt')
    expect(await stateVia(bench.socket)).toMatchObject({ status: 'read-only' })
  })

  test('it was replaced while the signer ran', async () => {
    await cp(log(), join(directory, 'copy'))
    await rm(log())
    await truncate(join(directory, 'copy'), 50)
    await rename(join(directory, 'copy'), log())
    expect((await bench.driver.sign(listLines(1, 3))).code).toBe('ledger-in-doubt')
  })

  test('the stored list that is asked for was altered while the signer ran', async () => {
    await alter(signed(1))
    expect((await again(1, 5)).code).toBe('ledger-in-doubt')
    expect((await again(2, 4)).code).toBe('ledger-in-doubt')
  })
})

test('a disk that is full refuses, harms nothing, and signs again once there is room', async () => {
  await symlink('/dev/full', pending())
  const before = await directoryDigest(ledger)
  const refused = await bench.driver.sign(listLines(1, 3))
  expect([refused.status, refused.code]).toEqual([503, 'ledger-unwritable'])
  expect(refused.body.toString()).toContain('ENOSPC')
  expect(await directoryDigest(ledger)).toBe(before)
  expect(await stateVia(bench.socket)).toMatchObject({ status: 'ready', head: { sequence: 2 } })
  await rm(pending(), { force: true })
  expect((await bench.driver.sign(listLines(1, 3))).status).toBe(200)
  await bench.restart()
  expect(bench.doubt).toBeUndefined()
})

async function alter(path: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace('OPERATEUR 1', 'OPERATEUR I'))
}
