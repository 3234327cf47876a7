import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres } from '../../../demo/postgres.ts'
import { emptyTally, hammer, type Tally } from '../../properties/agreements/hammer.ts'
import { BY_TWO, LIVE, OPEN } from '../../properties/agreements/oracle.ts'
import { databaseAt, openStage } from '../../properties/agreements/stage.ts'
import { migrate } from '../../support/registry-processes.ts'
import { execute } from '../../support/test-database.ts'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'
import { tamperWithTheAudit } from './line-4-audit.ts'

const SEQUENCES = Number(process.env['DRIM_PROPERTY_RUNS'] ?? 2_000)
/** One waits for the database while the other computes. */
const LANES = 2
/** Any other would do; written down so that a failure can be made again. */
const FIRST_SEED = 20_261_125

export const line: AcceptanceLine = {
  number: 4,
  title: 'Lines have their commitment, decisions their two persons, changes their event; tampering is named',
  async run(context) {
    await sequences(context)
    await tamperWithTheAudit(context)
  },
}

async function sequences(context: AcceptanceContext): Promise<void> {
  const directory = join(context.directory, 'q')
  await mkdir(directory)
  const postgres = await startPostgres({
    directory: join(directory, 'pg'),
    socketDirectory: join(directory, 's'),
    durable: false,
  })
  try {
    await migrate(postgres, directory)
    const { user, password } = postgres.superuser
    const superuserUrl = postgres.urlFor(user, password, 'postgres')
    context.say(`${SEQUENCES} random sequences on the real use-cases, seeds from ${FIRST_SEED}`)
    const tally = emptyTally()
    const faults = await Promise.all(
      Array.from({ length: LANES }, (_, lane) => playLane(superuserUrl, lane, tally)),
    )
    report(context, tally, faults.flat())
  } finally {
    await postgres.stop()
  }
}

async function playLane(superuserUrl: string, lane: number, tally: Tally): Promise<string[]> {
  const name = `lane_${lane}`
  await execute(superuserUrl, `CREATE DATABASE ${name} TEMPLATE registry`)
  const stage = await openStage(databaseAt(superuserUrl, name))
  try {
    await hammer(stage, SEQUENCES / LANES, FIRST_SEED + lane, tally)
    return []
  } catch (error) {
    // The step that went wrong is the cause; the message holds the smallest sequence that leads there.
    return error instanceof Error ? [String(error.cause), error.message] : [String(error)]
  } finally {
    await stage.close()
  }
}

function report(context: AcceptanceContext, tally: Tally, faults: readonly string[]): void {
  context.figure('sequences', tally.sequences)
  context.figure('steps', tally.steps)
  context.figure('of them refused', tally.refusals)
  context.figure('codes of refusals met', tally.codes.size)
  context.check('no sequence breaks a rule', faults.length === 0, faults)
  context.check('at least 2,000 sequences', tally.sequences >= 2_000, tally.sequences)
  // What was never done was never shown.
  const unseen = [...LIVE, ...OPEN, 'ended'].filter((state) => !tally.states.has(state))
  context.check('every state of a commitment was reached', unseen.length === 0, unseen)
  const undone = Object.keys(BY_TWO).filter((event) => !tally.done.has(`approve ${event}`))
  context.check('every event of two persons was decided', undone.length === 0, undone)
  const unmet = [
    'same-person',
    'person-in-doubt',
    'conflict-of-interest',
    'decision-void',
    'key-may-not-decide',
  ]
  context.check(
    'one person twice, two who may be one, an interested one and a key were refused',
    unmet.every((code) => tally.codes.has(code)),
    unmet.filter((code) => !tally.codes.has(code)),
  )
}
