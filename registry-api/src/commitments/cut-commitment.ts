import { digestOf } from '../audit/digest-of.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Decision } from '../decisions/decision.ts'
import { assertMay, may } from '../rights/rights.rules.ts'
import type { Act } from '../step-ups/act.ts'
import type { World } from '../world.ts'
import { applyEvent, lockCommitment, type EventRecord, type Seen } from './act-on-commitment.ts'
import { inWords, tellOrganisation } from './commitment.mails.ts'
import { commitmentRepository } from './commitment.repository.ts'
import type { Commitment } from './commitment.ts'
import { proposeEvent } from './propose-event.ts'

export interface Cut extends Seen {
  readonly reason: string
  readonly clause?: string | undefined
  /** As which of the two it is meant; by default an officer on call cuts for safety. */
  readonly as?: 'safety' | 'mass' | undefined
}

/**
 * Takes all lines of an organisation off the list. An officer on call does it at once, and another person confirms it
 * within a day; until then it stays cut. Anybody else proposes it, and a second person decides.
 * Refuses `safety-budget`, `hardware-key-needed`.
 */
export async function cutCommitment(
  world: World,
  principal: Principal,
  input: Cut,
  act: Act,
): Promise<Commitment | Decision> {
  return world.inTransaction(principal, async (tx) => {
    const commitment = await lockCommitment(tx, input)
    const { organisationId } = commitment
    const as = input.as ?? (may(principal, 'cut.safety', organisationId) ? 'safety' : 'mass')
    assertMay(principal, as === 'safety' ? 'cut.safety' : 'decision.propose', organisationId)
    const { reason, clause } = input
    const decision = await proposeEvent(tx, commitment, 'cut', { class: as, reason, clause, act })
    if (as === 'mass') return decision
    return applyCut(tx, commitment, { reason, clause: clause ?? null, author: null }, decision.id)
  })
}

export interface CutMotive {
  readonly reason: string
  readonly clause: string | null
  /** Named in the mail where two persons decided; an officer on call is not. */
  readonly author: string | null
}

/** In a transaction: it is out, and can come back to the state it had. */
export async function applyCut(
  tx: Transaction,
  commitment: Commitment,
  { reason, clause, author }: CutMotive,
  decisionId: string,
): Promise<Commitment> {
  const lines = await commitmentRepository(tx).linesOf(commitment.organisationId)
  const record: EventRecord = {
    change: { outSince: tx.at, reason, clause },
    data: { reasonSha256: digestOf(reason), lines: lines.length },
    decisionId,
  }
  const out = await applyEvent(tx, commitment, 'cut', record)
  await tellOrganisation(tx, out, 'M9', () => ({
    heure: tx.at,
    db: inWords(lines),
    // The list is one lever of four (decisions 27); the others are not the registry's to pull.
    leviers: 'liste blanche',
    delai: '24 heures, au prochain relevé de chaque DRIMbox',
    motif: reason,
    suite: 'deux personnes de l’agence décident du retour',
    ...(author === null ? {} : { auteur: author }),
  }))
  return out
}
