import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { emptyTally, hammer } from './agreements/hammer.ts'
import { openStage, type Stage } from './agreements/stage.ts'

// Small in `npm test`; the acceptance runs 2,000 and more (test/acceptance/registry/line-4.ts).
const RUNS = Number(process.env['DRIM_PROPERTY_RUNS'] ?? 40)

let database: TestDatabase
let stage: Stage

beforeAll(async () => {
  database = await createTestDatabase(inject('postgres'))
  stage = await openStage(database)
})
afterAll(async () => {
  await stage.close()
  await database.drop()
})

describe('whatever people try in whatever order', () => {
  it(
    'D-1, P-1 and A-1 hold: lines have their commitment, decisions their two persons, changes their event',
    { timeout: 60_000 + 2_000 * RUNS },
    async () => {
      const tally = emptyTally()
      await hammer(stage, RUNS, Number(process.env['DRIM_PROPERTY_SEED'] ?? 20_261_125), tally)
      expect(tally.sequences).toBe(RUNS)
      // Not all of them refusals.
      expect(tally.refusals).toBeLessThan(tally.steps * 0.8)
    },
  )
})
