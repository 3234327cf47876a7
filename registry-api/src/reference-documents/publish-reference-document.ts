import type { Principal } from '../db/principal.ts'
import type { Decision } from '../decisions/decision.ts'
import { proposeDecision } from '../decisions/propose-decision.ts'
import { StaleVersion } from '../errors.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { Act } from '../step-ups/act.ts'
import type { World } from '../world.ts'
import { referenceDocumentRefusals } from './reference-document.refusals.ts'
import { referenceDocumentRepository } from './reference-document.repository.ts'
import { assertMayBecome } from './reference-document.rules.ts'

export interface ReferenceDocumentToPublish {
  readonly id: string
  readonly version: number
  readonly as: 'indicative' | 'official'
  readonly reason?: string | undefined
}

/**
 * Proposes to publish a version. As official it replaces the one before, and those bound by that one are asked to sign
 * anew; a second person approves. Refuses `reference-document-wrong-state`.
 */
export async function publishReferenceDocument(
  world: World,
  principal: Principal,
  input: ReferenceDocumentToPublish,
  act: Act,
): Promise<Decision> {
  return world.inTransaction(principal, async (tx) => {
    const documents = referenceDocumentRepository(tx)
    const row = await documents.findForAct(input.id)
    assertMay(principal, 'decision.propose')
    if (row === undefined) throw referenceDocumentRefusals('reference-document-not-found')
    if (row.version !== input.version) throw new StaleVersion(row.version)
    assertMayBecome(row.state, input.as)
    const { code, label, title, inForceOn, sha256, recommitBy } = row
    return proposeDecision(tx, {
      class: 'grant',
      subject: { kind: 'reference-document', id: row.id, version: row.version },
      event: 'publish',
      payload: { as: input.as },
      shown: { code, label, title, inForceOn, sha256, recommitBy, as: input.as },
      effect: { added: 0, removed: 0 },
      reason: input.reason ?? null,
      act,
    })
  })
}
