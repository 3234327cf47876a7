import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Entry } from '@trust-space/whitelist/format'
import { directoryDigest } from '../support/directory-digest.ts'
import { inProcessSigner, type InProcessSigner } from '../support/in-process-signer.ts'
import { stateVia } from '../support/signer-client.ts'
import { approvalOf, listLines, unsignedList } from '../support/signer-home.ts'

let directory: string
let bench: InProcessSigner

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drim-signer-'))
  bench = await inProcessSigner(directory, new Date('2026-11-25T08:00:00Z'))
})

afterEach(async () => {
  await bench.stop()
  await rm(directory, { recursive: true })
})

async function held(
  entries: readonly Entry[],
  ...by: ('ada' | 'adasOther' | 'grace')[]
): Promise<string | undefined> {
  const before = await directoryDigest(join(directory, 'ledger'))
  const { code } = await bench.driver.sign(entries, { by })
  if (code !== undefined) expect(await directoryDigest(join(directory, 'ledger'))).toBe(before)
  return code
}

describe('of a list of 40 lines', () => {
  beforeEach(async () => {
    expect(await held(listLines(1, 40), 'ada')).toBeUndefined()
    bench.hours(1)
  })

  test('ten may leave in a day without a person, in one step; eleven are held', async () => {
    expect(await held(listLines(1, 29))).toBe('guard-rail-held')
    expect(await held(listLines(1, 30))).toBeUndefined()
  })

  test('ten may leave in many steps, and the eleventh is held until the day is over', async () => {
    for (let left = 1; left <= 10; left += 1) {
      expect(await held(listLines(1 + left, 40)), `step ${left}`).toBeUndefined()
      bench.hours(0.5)
    }
    expect(await held(listLines(12, 40))).toBe('guard-rail-held')
    expect((await stateVia(bench.socket)).guardRails).toMatchObject({ used: 10, left: 0 })
    // A day after the first step, one more may go; a day after all of them, ten.
    bench.hours(24 - 5)
    expect(await held(listLines(12, 40))).toBeUndefined()
    expect(await held(listLines(14, 40))).toBe('guard-rail-held')
  })

  test('the budget outlives the process', async () => {
    expect(await held(listLines(9, 40))).toBeUndefined()
    await bench.restart()
    expect(await held(listLines(12, 40))).toBe('guard-rail-held')
    expect(await held(listLines(11, 40))).toBeUndefined()
  })

  test('removing and putting back makes no room: who left counts though back again', async () => {
    expect(await held(listLines(11, 40))).toBeUndefined()
    expect(await held(listLines(1, 40), 'ada')).toBeUndefined()
    expect(await held(listLines(1, 39))).toBe('guard-rail-held')
    // Those ten were counted already and may leave again.
    expect(await held(listLines(11, 40))).toBeUndefined()
  })

  test('additions make no room', async () => {
    expect(await held(listLines(1, 400), 'ada')).toBeUndefined()
    expect(await held(listLines(12, 400))).toBe('guard-rail-held')
    expect(await held(listLines(11, 400))).toBeUndefined()
  })

  test('edits count like removals: one person up to ten, two beyond', async () => {
    const edited = (count: number) =>
      listLines(1, 40).map((entry, index) =>
        index < count ? { ...entry, supportContact: 'nouveau@operateur.example' } : entry,
      )
    expect(await held(edited(11), 'ada')).toBe('guard-rail-held')
    expect(await held(edited(10), 'ada')).toBeUndefined()
    bench.hours(1)
    expect(await held(edited(11), 'ada')).toBe('guard-rail-held')
    expect(await held(edited(11), 'ada', 'grace')).toBeUndefined()
  })

  test('beyond the guard-rails two persons are two persons: not two keys nor two approvals of one', async () => {
    const most = listLines(31, 40)
    expect(await held(most)).toBe('guard-rail-held')
    expect(await held(most, 'ada')).toBe('guard-rail-held')
    expect(await held(most, 'ada', 'adasOther')).toBe('guard-rail-held')
    const unsigned = unsignedList(most)
    const twice = ['première', 'seconde'].map((reason) =>
      approvalOf(
        bench.home,
        bench.home.keys.ada,
        { base: bench.driver.base, sequence: 2, unsigned, now: bench.now() },
        { reason },
      ),
    )
    expect((await bench.driver.sign(most, { approvals: twice })).code).toBe('guard-rail-held')
    expect(await held(most, 'grace', 'adasOther')).toBeUndefined()
  })

  test('after two persons removed many, re-signing goes on and each further removal is held', async () => {
    expect(await held(listLines(1, 15), 'ada', 'grace')).toBeUndefined()
    bench.hours(1)
    expect(await held(listLines(1, 15))).toBeUndefined()
    bench.hours(1)
    expect(await held(listLines(1, 14))).toBe('guard-rail-held')
    expect(await held(listLines(1, 14), 'ada')).toBe('guard-rail-held')
    expect(await held(listLines(1, 16), 'ada')).toBeUndefined()
    bench.hours(24)
    expect(await held(listLines(1, 15))).toBeUndefined()
  })
})

test('half of a list of twenty is held, one less passes', async () => {
  expect(await held(listLines(1, 20), 'ada')).toBeUndefined()
  expect(await held(listLines(1, 10))).toBe('guard-rail-held')
  expect(await held(listLines(1, 11))).toBeUndefined()
})

test('of a small list all but one may leave; an empty list is always held', async () => {
  expect(await held(listLines(1, 3), 'ada')).toBeUndefined()
  expect(await held([])).toBe('guard-rail-held')
  expect(await held([], 'ada')).toBe('guard-rail-held')
  expect(await held(listLines(1, 1))).toBeUndefined()
  expect(await held([])).toBe('guard-rail-held')
  expect(await held([], 'ada', 'grace')).toBeUndefined()
  bench.hours(25)
  expect(await held([])).toBe('guard-rail-held')
})

test('five percent of a large list may leave', async () => {
  expect(await held(listLines(1, 1_000), 'ada')).toBeUndefined()
  expect(await held(listLines(52, 1_000))).toBe('guard-rail-held')
  expect(await held(listLines(51, 1_000))).toBeUndefined()
})
