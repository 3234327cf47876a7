import type { World } from '../world.ts'
import { activateCommitments } from './activate-commitments.ts'
import { askRecommitment } from './ask-recommitment.ts'
import { windDownCommitments } from './wind-down-commitments.ts'

/** What time does to commitments. None of it takes a line off the list; run twice, the second does nothing. */
export const commitmentWork: readonly {
  readonly name: string
  run(world: World): Promise<number>
}[] = [
  { name: 'activate-commitments', run: activateCommitments },
  { name: 'wind-down-commitments', run: windDownCommitments },
  { name: 'ask-recommitment', run: askRecommitment },
]
