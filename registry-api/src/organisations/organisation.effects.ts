import { refusedByConstraint } from '../db/failures.ts'
import type { DecisionEffects } from '../decisions/decision.ts'
import { lockOrganisation, saveOrganisation } from './act-on-organisation.ts'
import { assertNameIsFree, nameTooClose } from './assert-name-is-free.ts'

/** What the second person's word does to an organisation. */
export const organisationEffects: DecisionEffects = {
  async 'organisation.rename'(tx, decision) {
    const seen = { id: decision.subjectId, version: decision.subjectVersion }
    const organisation = await lockOrganisation(tx, seen)
    const displayName = String(decision.payload['displayName'])
    const legalName = String(decision.payload['legalName'])
    await assertNameIsFree(tx, displayName, organisation.id)
    const saving = saveOrganisation(
      tx,
      organisation,
      'organisation.renamed',
      { displayName, legalName },
      { decisionId: decision.id },
    )
    await refusedByConstraint(saving, {
      organisation_name_once: () => nameTooClose(displayName),
      organisation_skeleton_once: () => nameTooClose(displayName),
    })
  },
}
