import { systemPrincipal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { addDays, startOfDayInParis } from '../paris-days.ts'
import type { World } from '../world.ts'
import { applyEvent } from './act-on-commitment.ts'
import { commitmentRepository } from './commitment.repository.ts'
import type { Commitment } from './commitment.ts'
import { halfOfNotice } from './submission.rules.ts'

const WORKER = systemPrincipal('worker')

/** Begins the winding-down of each notice of which half has passed. Lines stay: only people end a commitment. */
export async function windDownCommitments(world: World): Promise<number> {
  const inNotice = await world.inTransaction(WORKER, (tx) => commitmentRepository(tx).inNotice(), {
    readOnly: true,
  })
  let wound = 0
  for (const { id } of inNotice.filter((row) => isHalfOver(row, world.clock())))
    if (await world.inTransaction(WORKER, (tx) => windDown(tx, id))) wound += 1
  return wound
}

async function windDown(tx: Transaction, id: string): Promise<boolean> {
  const commitment = await commitmentRepository(tx).findForAct(id)
  if (commitment?.state !== 'notice' || !isHalfOver(commitment, tx.at)) return false
  await applyEvent(tx, commitment, 'wind-down')
  return true
}

function isHalfOver({ noticeGivenAt, endsOn }: Commitment, at: Date): boolean {
  if (noticeGivenAt === null || endsOn === null) return false
  return at >= halfOfNotice(noticeGivenAt, startOfDayInParis(addDays(endsOn, 1)))
}
