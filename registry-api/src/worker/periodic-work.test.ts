import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { periodicWork, type PeriodicWork } from './periodic-work.ts'

const nouns = join(import.meta.dirname, '..')

describe('what the worker does by the clock', () => {
  it('has a name of its own for each work, which is its lock', () => {
    expect(new Set(periodicWork.map(({ name }) => name)).size).toBe(periodicWork.length)
  })

  it('leaves out no noun that has such work', async () => {
    const files = readdirSync(nouns).filter((noun) => existsSync(join(nouns, noun, 'periodic.ts')))
    expect(files.length).toBeGreaterThan(3)
    for (const noun of files) {
      const exported = (await import(join(nouns, noun, 'periodic.ts'))) as Record<string, unknown>
      const works = Object.values(exported).filter(Array.isArray).flat() as PeriodicWork[]
      expect(works.length, noun).toBeGreaterThan(0)
      expect(periodicWork, noun).toEqual(expect.arrayContaining(works))
    }
  })
})
