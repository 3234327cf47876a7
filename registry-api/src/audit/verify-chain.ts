import { CHAIN_START, chainHash, type ChainedEvent } from './chain.ts'

/** An end of the chain that was kept outside the database, at the time it was the end. */
export interface OutsideHead {
  readonly seq: number
  readonly hash: string
  /** Where it was kept, for people. */
  readonly from: string
}

export interface StoredEvent extends ChainedEvent {
  /** Null: older than the chain. */
  readonly hash: string | null
}

export interface ChainFault {
  readonly seq: number
  readonly code:
    'event-edited' | 'event-missing' | 'event-inserted' | 'event-unchained' | 'rewritten' | 'tail-missing'
  readonly detail: string
}

export interface ChainReport {
  readonly events: number
  readonly head: { readonly seq: number; readonly hash: string } | undefined
  readonly faults: readonly ChainFault[]
  /** Up to here the events are those that an outside head vouches for. */
  readonly provenUpTo: number
  /** Events after it: consistent among themselves, but nobody outside vouches for them yet. */
  readonly unprovable: number
}

const FAULTS_MAX = 100

/**
 * Walks a whole chain, in the order of seq, and compares it with the heads kept outside. What was edited, removed or
 * slipped in is named where the chain breaks; where somebody computed all later hashes anew, the chain is whole, and the
 * outside heads say between which two of them it was rewritten.
 */
export async function verifyChain(
  events: AsyncIterable<StoredEvent> | Iterable<StoredEvent>,
  outside: readonly OutsideHead[],
): Promise<ChainReport> {
  const faults: ChainFault[] = []
  const tell = (fault: ChainFault) => {
    if (faults.length < FAULTS_MAX) faults.push(fault)
  }
  const heads = Map.groupBy(outside, ({ seq }) => seq)
  let last: { seq: number; hash: string } | undefined
  let count = 0
  let proven = 0
  let isChained = false
  for await (const { hash, ...event } of events) {
    count += 1
    if (hash === null) {
      if (isChained) tell({ seq: event.seq, code: 'event-unchained', detail: 'it bears no hash' })
      last = { seq: event.seq, hash: CHAIN_START }
      continue
    }
    if (last !== undefined && event.seq <= last.seq)
      tell({ seq: event.seq, code: 'event-inserted', detail: `it stands after event ${last.seq}` })
    else if (isChained && last !== undefined && event.seq !== last.seq + 1)
      tell({
        seq: last.seq + 1,
        code: 'event-missing',
        detail: `events ${last.seq + 1} to ${event.seq - 1} are not there`,
      })
    else if (chainHash(isChained ? last!.hash : CHAIN_START, event) !== hash)
      tell({ seq: event.seq, code: 'event-edited', detail: 'its hash is not that of what it says' })
    isChained = true
    last = { seq: event.seq, hash }
    for (const head of heads.get(event.seq) ?? []) {
      if (head.hash === hash) proven = Math.max(proven, event.seq)
      else tell(rewritten(head, proven))
    }
  }
  const end = last?.seq ?? 0
  for (const head of outside)
    if (head.seq > end)
      tell({
        seq: end + 1,
        code: 'tail-missing',
        detail: `${head.from} vouches for event ${head.seq}, the last one here is ${end}`,
      })
  const isWhole = faults.length === 0
  const provenUpTo = isWhole ? proven : Math.min(proven, Math.min(...faults.map(({ seq }) => seq)) - 1)
  return { events: count, head: last, faults, provenUpTo, unprovable: Math.max(0, end - provenUpTo) }
}

function rewritten(head: OutsideHead, proven: number): ChainFault {
  return {
    seq: head.seq,
    code: 'rewritten',
    detail: `${head.from} has another hash for it: something was changed after event ${proven} and up to it`,
  }
}
