import { systemPrincipal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { dayInParis } from '../paris-days.ts'
import type { World } from '../world.ts'
import { applyEvent } from './act-on-commitment.ts'
import { tellOrganisation } from './commitment.mails.ts'
import { commitmentRepository } from './commitment.repository.ts'
import { isHeldBack, LIVE_STATES } from './commitment.rules.ts'
import type { Commitment } from './commitment.ts'

const WORKER = systemPrincipal('worker')

/**
 * Puts each signed commitment in force on its day. The former one ends in the same transaction, so that no line leaves
 * between the two. One that is held back waits for people (isHeldBack).
 */
export async function activateCommitments(world: World): Promise<number> {
  const ids = await world.inTransaction(
    WORKER,
    (tx) => commitmentRepository(tx).idsToActivate(dayInParis(tx.at)),
    { readOnly: true },
  )
  let activated = 0
  for (const id of ids)
    if (await world.inTransaction(WORKER, (tx) => activateCommitment(tx, id))) activated += 1
  return activated
}

async function activateCommitment(tx: Transaction, id: string): Promise<boolean> {
  const commitments = commitmentRepository(tx)
  const signed = await commitments.findForAct(id)
  // Somebody else came first.
  if (signed?.state !== 'signed') return false
  const [former] = await commitments.lockOfOrganisation(signed.organisationId, LIVE_STATES)
  if (former !== undefined && isHeldBack(former, signed)) return false
  if (former !== undefined) await supersede(tx, former, signed)
  const active = await applyEvent(tx, signed, 'activate', {
    change: { activatedAt: tx.at, reason: null },
    data: former === undefined ? {} : { former: former.id },
  })
  await tellOrganisation(tx, active, 'M6', (objet) => ({
    objet,
    suite: former === undefined ? 'déclarez vos DRIMbox' : 'vos lignes restent sur la liste',
  }))
  return true
}

async function supersede(tx: Transaction, former: Commitment, successor: Commitment): Promise<void> {
  await applyEvent(tx, former, 'supersede', {
    change: { endedAt: tx.at },
    data: { successor: successor.id },
  })
}
