import { recordChanges } from '../audit/record-changes.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Decision, DecisionEffects } from '../decisions/decision.ts'
import { StaleVersion } from '../errors.ts'
import { referenceDocumentRefusals } from './reference-document.refusals.ts'
import { referenceDocumentRepository } from './reference-document.repository.ts'
import { assertMayBecome } from './reference-document.rules.ts'
import type { ReferenceDocument, ReferenceDocumentState } from './reference-document.ts'

/** What the second person's word does to a text. */
export const referenceDocumentEffects: DecisionEffects = {
  async 'reference-document.publish'(tx, decision) {
    const documents = referenceDocumentRepository(tx)
    const row = await documents.findForAct(decision.subjectId)
    if (row === undefined) throw referenceDocumentRefusals('reference-document-not-found')
    if (row.version !== decision.subjectVersion) throw new StaleVersion(row.version)
    const as = decision.payload['as'] === 'indicative' ? 'indicative' : 'official'
    assertMayBecome(row.state, as)
    const former = as === 'official' ? await documents.findOfficial(row.code) : undefined
    // First, or there would be two official ones for a moment.
    if (former !== undefined) await move(tx, former, 'replaced', decision)
    await move(tx, row, as, decision)
  },
}

async function move(
  tx: Transaction,
  row: ReferenceDocument,
  to: ReferenceDocumentState,
  decision: Decision,
): Promise<void> {
  if (!(await referenceDocumentRepository(tx).changeState(row.id, row.version, to)))
    throw new StaleVersion(row.version + 1)
  await recordChanges(tx, [
    {
      event: to === 'replaced' ? 'reference-document.replaced' : 'reference-document.published',
      subject: { kind: 'reference-document', id: row.id },
      from: row.state,
      to,
      data: { code: row.code, label: row.label, sha256: row.sha256 },
      decisionId: decision.id,
    },
  ])
}
