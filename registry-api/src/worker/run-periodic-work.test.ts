import { describe, expect, it } from 'vitest'
import { SessionsExhausted } from '../db/failures.ts'
import type { World } from '../world.ts'
import { createLog } from '../log.ts'
import { repeat } from './repeat.ts'
import { runPeriodicWork } from './run-periodic-work.ts'

const at = new Date('2026-11-25T09:00:00.000Z')
const world = {} as World

function stage(taken: readonly string[] = []) {
  const lines: string[] = []
  const locks: string[] = []
  return {
    lines,
    locks,
    deps: {
      world,
      log: createLog(
        () => at,
        (line) => lines.push(line),
      ),
      tryLock: async (name: string) => {
        if (taken.includes(name)) return undefined
        locks.push(`+${name}`)
        return {
          release: async () => {
            locks.push(`-${name}`)
          },
        }
      },
    },
  }
}

describe('periodic work', () => {
  it('goes on after one that fails, says which, and frees every lock', async () => {
    const { deps, locks, lines } = stage()
    const done: string[] = []
    const failed = await runPeriodicWork(deps, [
      { name: 'a', run: async () => done.push('a') },
      { name: 'b', run: () => Promise.reject(new Error('broken')) },
      { name: 'c', run: async () => done.push('c') },
    ])
    expect([done, failed]).toEqual([['a', 'c'], ['b']])
    expect(locks).toEqual(['a', 'b', 'c'].flatMap((name) => [`+periodic:${name}`, `-periodic:${name}`]))
    expect(lines.join('')).toMatch(/"level":"error","event":"periodic-work-failed","name":"b".*broken/)
  })

  it('waits as a whole while the database is away, which is no error', async () => {
    const { deps, locks, lines } = stage()
    const done: string[] = []
    await runPeriodicWork(deps, [
      { name: 'a', run: () => Promise.reject(new SessionsExhausted('none free')) },
      { name: 'b', run: async () => done.push('b') },
    ])
    expect([done, locks]).toEqual([[], ['+periodic:a', '-periodic:a']])
    expect(lines.join('')).toMatch(/"level":"warn","event":"periodic-work-held"/)
  })

  it('leaves alone what another worker is at', async () => {
    const done: string[] = []
    await runPeriodicWork(stage(['periodic:a']).deps, [
      { name: 'a', run: async () => done.push('a') },
      { name: 'b', run: async () => done.push('b') },
    ])
    expect(done).toEqual(['b'])
  })
})

describe('repeat', () => {
  it('never works twice at a time, and ends when the work under way has', async () => {
    const waiting: (() => void)[] = []
    const cancelled: number[] = []
    let runs = 0
    let finish = () => {}
    const stop = repeat(
      {
        after: (ms, run) => {
          waiting.push(run)
          return () => cancelled.push(ms)
        },
      },
      async () => {
        runs += 1
        await new Promise<void>((resolve) => (finish = resolve))
        return 500
      },
    )
    expect([runs, waiting.length]).toEqual([1, 0])
    finish()
    await expect.poll(() => waiting.length).toBe(1)
    waiting[0]!()
    expect(runs).toBe(2)
    let isStopped = false
    const stopped = stop().then(() => (isStopped = true))
    await Promise.resolve()
    expect(isStopped).toBe(false)
    finish()
    await stopped
    expect([runs, waiting.length, cancelled]).toEqual([2, 1, [500]])
  })
})
