import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { auditEventsAfter, auditEventAt, auditHeadNow } from './audit.queries.ts'
import { auditRefusals } from './audit.refusals.ts'
import { chainHash } from './chain.ts'
import { storedEvent } from './stored-event.ts'

/** An end of the chain that somebody outside the database has kept. */
export interface KeptHead {
  readonly seq: number
  readonly hash: string
}

const PAGE = 1_000

/**
 * Looks, before anything is published, whether the audit still is what was last vouched for (procedures 11): the event
 * under the kept head is that very one, and every later one follows from it. What has been walked once is not walked
 * again by this process. Throws `audit-chain-broken`.
 */
export function createChainGuard(world: World) {
  let walked: KeptHead | undefined

  return async (principal: Principal, kept: KeptHead | undefined): Promise<void> => {
    const read = <T>(work: Parameters<typeof world.inTransaction<T>>[1]) =>
      world.inTransaction(principal, work, { readOnly: true })
    for (const known of [kept, walked]) {
      if (known === undefined) continue
      const event = await read((tx) => auditEventAt(tx, known.seq))
      if (event?.hash !== known.hash)
        throw auditRefusals('audit-chain-broken', {
          seq: known.seq,
          what: 'another one stands there, or none',
        })
    }
    let last = walked ?? kept
    for (;;) {
      const from = last
      if (from === undefined) break
      const rows = await read((tx) => auditEventsAfter(tx, from.seq, PAGE))
      for (const row of rows) {
        const { hash, ...event } = storedEvent(row)
        if (row.seq !== last!.seq + 1 || hash !== chainHash(last!.hash, event))
          throw auditRefusals('audit-chain-broken', {
            seq: row.seq,
            what: 'it does not follow the one before',
          })
        last = { seq: row.seq, hash }
      }
      if (rows.length < PAGE) break
    }
    const head = await read(auditHeadNow)
    if (last !== undefined && head.seq < last.seq)
      throw auditRefusals('audit-chain-broken', { seq: last.seq, what: 'the head stands before it' })
    walked = last ?? (head.seq === 0 ? undefined : head)
  }
}

export type ChainGuard = ReturnType<typeof createChainGuard>
