import { digestOf } from '../audit/digest-of.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Decision, DecisionEffects } from '../decisions/decision.ts'
import { StaleVersion } from '../errors.ts'
import { livingDrimboxesOf, withdrawDrimboxesOf } from '../drimboxes/withdraw-drimboxes-of.ts'
import { applyEvent, lockCommitment } from './act-on-commitment.ts'
import { inWords, nameOfCommitment, tellOrganisation } from './commitment.mails.ts'
import { authorOf } from './commitment.queries.ts'
import { commitmentRepository } from './commitment.repository.ts'
import type { Commitment } from './commitment.ts'
import { applyCut } from './cut-commitment.ts'
import { effectOnList } from './effect-on-list.ts'
import { applyNotice } from './give-notice.ts'
import { assertControlAgain, assertFileAsRead } from './submission.rules.ts'

/** The subject as it was shown; where it has moved, StaleVersion makes the decision void. */
const subjectOf = (tx: Transaction, decision: Decision): Promise<Commitment> =>
  lockCommitment(tx, { id: decision.subjectId, version: decision.subjectVersion })

/** A mass removal is decided on its lines (procedures 3.3): where others would leave now, nobody has agreed to that. */
async function assertEffectAsShown(
  tx: Transaction,
  commitment: Commitment,
  decision: Decision,
  event: 'cut' | 'end',
): Promise<void> {
  const { lines } = await effectOnList(tx, commitment, event)
  const shown = decision.shown.effect?.lines ?? []
  if (JSON.stringify(lines.toSorted()) !== JSON.stringify([...shown].toSorted()))
    throw new StaleVersion(commitment.version)
}

const motiveOf = ({ reason, clause }: Decision) => ({ reason: reason ?? '', clause })

const audited = ({ id, reason }: Decision) => ({
  decisionId: id,
  data: { reasonSha256: reason === null ? null : digestOf(reason) },
})

/** What the second person's word does to a commitment (procedures 2.2). */
export const commitmentEffects: DecisionEffects = {
  async 'commitment.countersign'(tx, decision) {
    const commitment = await subjectOf(tx, decision)
    assertFileAsRead(String(decision.payload['fileSha256']), commitment.fileSha256)
    const record = audited(decision)
    await applyEvent(tx, commitment, 'countersign', {
      ...record,
      change: { signedAt: tx.at },
      data: { ...record.data, fileSha256: commitment.fileSha256 },
    })
  },

  async 'commitment.freeze'(tx, decision) {
    const motive = motiveOf(decision)
    const frozen = await applyEvent(tx, await subjectOf(tx, decision), 'freeze', {
      ...audited(decision),
      change: motive,
    })
    const auteur = await authorOf(tx)
    await tellOrganisation(tx, frozen, 'M8', (objet) => ({
      objet,
      faits: motive.reason,
      clause: motive.clause ?? '',
      auteur,
    }))
  },

  async 'commitment.cut'(tx, decision) {
    const commitment = await subjectOf(tx, decision)
    await assertEffectAsShown(tx, commitment, decision, 'cut')
    await applyCut(tx, commitment, { ...motiveOf(decision), author: await authorOf(tx) }, decision.id)
  },

  async 'commitment.restore'(tx, decision) {
    const commitment = await subjectOf(tx, decision)
    const accessPoints = await commitmentRepository(tx).countAccessPoints(commitment.organisationId)
    assertControlAgain(commitment.outSince, tx.at, accessPoints, decision.payload['controlProven'] === true)
    const restored = await applyEvent(tx, commitment, 'restore', {
      ...audited(decision),
      change: { outSince: null, reason: decision.reason, clause: null },
    })
    await tellOrganisation(tx, restored, 'M6', (objet) => ({
      objet: `rétablissement : ${objet}`,
      suite: 'vos lignes suivent à la prochaine liste',
    }))
  },

  async 'commitment.give-notice'(tx, decision) {
    const commitment = await subjectOf(tx, decision)
    const record = audited(decision)
    await applyNotice(tx, commitment, String(decision.payload['endsOn']), {
      ...record,
      change: motiveOf(decision),
      data: { ...record.data, by: 'agency' },
    })
  },

  async 'commitment.end'(tx, decision) {
    const commitment = await subjectOf(tx, decision)
    const boxes = await livingDrimboxesOf(tx, commitment.organisationId)
    const approved = decision.payload['drimboxIds'] as readonly string[]
    // Who approved has seen these DRIMboxes and no others.
    if (JSON.stringify(boxes.map(({ id }) => id).toSorted()) !== JSON.stringify(approved))
      throw new StaleVersion(commitment.version)
    await assertEffectAsShown(tx, commitment, decision, 'end')
    const lines = await commitmentRepository(tx).linesOf(commitment.organisationId)
    const reason = decision.reason ?? ''
    await withdrawDrimboxesOf(tx, boxes, { reason, decisionId: decision.id })
    const record = audited(decision)
    const ended = await applyEvent(tx, commitment, 'end', {
      ...record,
      change: { endedAt: tx.at, outSince: null, reason, clause: decision.clause },
      data: { ...record.data, lines: lines.length, drimboxes: boxes.length },
    })
    const auteur = await authorOf(tx)
    const [only] = boxes
    await tellOrganisation(tx, ended, 'M10', () => ({
      date: tx.at,
      db: `${inWords(boxes.map(({ number }) => `DRIMbox ${number}`))} (${nameOfCommitment(ended)})`,
      ...(boxes.length === 1 && only !== undefined ? { n: only.number } : {}),
      motif: reason,
      auteur,
    }))
  },
}
