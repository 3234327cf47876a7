import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { enterActiveCommitments } from '../../../registry-api/src/commitments/enter-active-commitments.ts'
import { systemPrincipal } from '../../../registry-api/src/db/principal.ts'
import { approveDecision } from '../../../registry-api/src/decisions/approve-decision.ts'
import { Refusal, StaleVersion } from '../../../registry-api/src/errors.ts'
import { draftReferenceDocument } from '../../../registry-api/src/reference-documents/draft-reference-document.ts'
import { publishReferenceDocument } from '../../../registry-api/src/reference-documents/publish-reference-document.ts'
import { referenceDocumentEffects } from '../../../registry-api/src/reference-documents/reference-document.effects.ts'
import { sequence, type Sequence } from './actions.ts'
import { attemptOf, nextOf, type Attempt, type Memory, type Scene } from './attempts.ts'
import { faultsOf } from './invariants.ts'
import { takeSnapshot, type Snapshot } from './snapshot.ts'
import type { Stage, Troupe } from './stage.ts'

export interface Tally {
  sequences: number
  steps: number
  refusals: number
  /** What was tried, and how often it was done. */
  readonly done: Map<string, number>
  /** Codes of refusals that were met. */
  readonly codes: Map<string, number>
  /** States of commitments that were reached. */
  readonly states: Set<string>
}

export const emptyTally = (): Tally => ({
  sequences: 0,
  steps: 0,
  refusals: 0,
  done: new Map(),
  codes: new Map(),
  states: new Set(),
})

const count = (of: Map<string, number>, name: string) => of.set(name, (of.get(name) ?? 0) + 1)

/**
 * Plays random sequences of events on the real use-cases, and holds the rows of the database to the rules written down a
 * second time (oracle.ts) and to the invariants (invariants.ts), after each step. Throws with the smallest sequence
 * that breaks one.
 */
export async function hammer(stage: Stage, runs: number, seed: number, tally: Tally): Promise<void> {
  const memory: Memory = { lastCut: 0, number: 1_000, labels: new Map() }
  await publishText(stage, await stage.troupe(), memory)
  await fc.assert(
    fc.asyncProperty(sequence, async (one) => {
      await play(stage, memory, one, tally)
      tally.sequences += 1
    }),
    { numRuns: runs, seed, endOnFailure: false },
  )
}

async function play(
  stage: Stage,
  memory: Memory,
  { begins, actions }: Sequence,
  tally: Tally,
): Promise<void> {
  const troupe = await stage.troupe()
  const { organisationId } = troupe
  try {
    let before = await takeSnapshot(stage.sql, organisationId, 0)
    if (begins === 'active') {
      await stage.world.inTransaction(systemPrincipal('seed'), (tx) =>
        enterActiveCommitments(tx, [{ organisationId, kind: 'test-agreement' }]),
      )
      before = await takeSnapshot(stage.sql, organisationId, before.seq)
      for (let box = 0; box < 2; box += 1)
        before = await take(
          { stage, troupe, memory, before },
          attemptOf({ stage, troupe, memory, before }, { is: 'box', what: 'register', which: 0 })!,
          tally,
        )
    }
    for (const action of actions) {
      const scene: Scene = { stage, troupe, memory, before }
      if (action.is === 'text') {
        await publishText(stage, troupe, memory)
        before = await takeSnapshot(stage.sql, organisationId, before.seq)
        continue
      }
      const attempt = attemptOf(scene, action.is === 'next' ? nextOf(scene) : action)
      if (attempt !== undefined) before = await take(scene, attempt, tally)
    }
  } finally {
    await stage.clear(organisationId)
  }
}

/** One step: tried, compared with what must come of it, and every invariant looked at. */
async function take(scene: Scene, attempt: Attempt, tally: Tally): Promise<Snapshot> {
  const { stage, troupe, before } = scene
  // Nobody acts twice at the same moment: times tell acts apart.
  stage.clock.advance(1)
  let code: string | undefined
  try {
    await attempt.run()
  } catch (error) {
    if (error instanceof Refusal) code = error.code
    else if (error instanceof StaleVersion) code = 'version-stale'
    else throw error
  }
  const after = await takeSnapshot(stage.sql, troupe.organisationId, before.seq)
  const faults = faultsOf(attempt, code, before, after, troupe)
  if (faults.length > 0)
    throw new Error(
      `${attempt.name} (${code ?? 'done'}): ${faults.join('; ')}\n${JSON.stringify({ before, after })}`,
    )
  tally.steps += 1
  if (code === undefined) count(tally.done, attempt.name)
  else {
    tally.refusals += 1
    count(tally.codes, code)
  }
  for (const { state } of after.commitments) tally.states.add(state)
  return after
}

/** A new version of the text, published by two. */
async function publishText(stage: Stage, troupe: Troupe, memory: Memory): Promise<void> {
  const label = `${memory.labels.size + 1}.0`
  const [ines, denise] = [troupe.principal('ines'), troupe.principal('denise')]
  const draft = await draftReferenceDocument(stage.world, ines, {
    code: 'test-agreement',
    label,
    title: 'Convention de test',
    inForceOn: '2026-01-01',
    sha256: createHash('sha256').update(randomUUID()).digest('hex'),
    recommitBy: null,
  })
  const decision = await publishReferenceDocument(
    stage.world,
    ines,
    { id: draft.id, version: 1, as: 'official' },
    await stage.act(ines, true),
  )
  await approveDecision(stage.world, referenceDocumentEffects, denise, {
    id: decision.id,
    version: 1,
    act: await stage.act(denise, true),
  })
  memory.labels.set(draft.id, label)
}
