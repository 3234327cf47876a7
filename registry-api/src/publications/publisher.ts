import type { ChainGuard } from '../audit/chain-guard.ts'
import type { Log } from '../log.ts'
import type { World } from '../world.ts'
import type { ListsDirectory } from './lists-directory.ts'
import type { OwnVerifier } from './own-verifier.ts'
import type { SignerClient } from './signer.client.ts'

/** What has just been done of a publication, in this order. Told to the log; faults are made here in tests of recovery. */
export const publicationSteps = [
  'state-asked',
  'intent-opened',
  'signed',
  'verified',
  'served',
  'list-written',
  'list-named',
] as const
export type PublicationStep = (typeof publicationSteps)[number]

/** What the use-cases of a publication work with. */
export interface PublisherDeps {
  readonly world: World
  readonly trustSpace: string
  readonly signer: SignerClient
  readonly verify: OwnVerifier
  readonly lists: ListsDirectory
  /** Whether the audit still is what the list in force vouches for. */
  readonly assertAuditHolds: ChainGuard
  /** A list is signed again after so long, changed or not. */
  readonly periodMs: number
  /** So long people may take over a draft before it is made anew. */
  readonly draftLifeMs: number
  readonly log: Log
  readonly reached: (step: PublicationStep) => Promise<void>
}
