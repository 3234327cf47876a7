import { describe, expect, it } from 'vitest'
import { CHAIN_START, chainHash, type ChainedEvent } from './chain.ts'
import { verifyChain, type OutsideHead, type StoredEvent } from './verify-chain.ts'

function event(seq: number, over: Partial<ChainedEvent> = {}): ChainedEvent {
  return {
    seq,
    id: `id-${seq}`,
    at: '2026-11-25T08:00:00.000Z',
    actorKind: 'person',
    actorId: 'somebody',
    onBehalfOf: null,
    organisationId: null,
    event: 'drimbox.suspended',
    subjectKind: 'drimbox',
    subjectId: 'box',
    fromState: 'in-service',
    toState: 'suspended',
    data: { number: seq },
    decisionId: null,
    stepUpId: null,
    requestId: null,
    ...over,
  }
}

function chained(events: readonly ChainedEvent[]): (StoredEvent & { hash: string })[] {
  let previous = CHAIN_START
  return events.map((each) => {
    previous = chainHash(previous, each)
    return { ...each, hash: previous }
  })
}

const seqs = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const chain = chained(seqs(20).map((seq) => event(seq)))
const headAt = (seq: number): OutsideHead => ({ seq, hash: chain[seq - 1]!.hash, from: `head of ${seq}` })
const codes = async (events: readonly StoredEvent[], ...heads: OutsideHead[]) =>
  (await verifyChain(events, heads)).faults.map(({ seq, code }) => `${code} ${seq}`)

describe('verifyChain', () => {
  it('proves a whole chain up to the last head outside, and says what is younger', async () => {
    expect(await verifyChain(chain, [headAt(7), headAt(15)])).toEqual({
      events: 20,
      head: { seq: 20, hash: chain[19]!.hash },
      faults: [],
      provenUpTo: 15,
      unprovable: 5,
    })
  })

  it('names an event that was edited', async () => {
    const edited = chain.map((each) => (each.seq === 9 ? { ...each, actorId: 'somebody else' } : each))
    expect(await codes(edited, headAt(15))).toEqual(['event-edited 9'])
  })

  it('names an event that was removed, and one that was slipped in', async () => {
    expect(await codes(chain.filter(({ seq }) => seq !== 9))).toEqual(['event-missing 9'])
    const slipped = [...chain.slice(0, 9), { ...chain[8]!, id: 'slipped' }, ...chain.slice(9)]
    expect(await codes(slipped)).toEqual(['event-inserted 9'])
  })

  it('names the two heads between which a chain was written anew, hashes and all', async () => {
    const rewritten = chained(seqs(20).map((seq) => event(seq, seq === 9 ? { actorId: 'another' } : {})))
    const report = await verifyChain(rewritten, [headAt(7), headAt(15)])
    expect(report.faults).toMatchObject([
      { seq: 15, code: 'rewritten', detail: expect.stringContaining('after event 7') as string },
    ])
    expect(report.provenUpTo).toBe(7)
  })

  it('misses a tail that a head vouches for, and cannot prove one that none does', async () => {
    expect(await codes(chain.slice(0, 12), headAt(15))).toEqual(['tail-missing 13'])
    const cut = await verifyChain(chain.slice(0, 18), [headAt(15)])
    expect(cut).toMatchObject({ faults: [], provenUpTo: 15, unprovable: 3 })
  })

  it('takes events that are older than the chain, and none after it began', async () => {
    const old = seqs(3).map((seq): StoredEvent => ({ ...event(seq), hash: null }))
    let previous = CHAIN_START
    const younger = [4, 5].map((seq) => {
      previous = chainHash(previous, event(seq))
      return { ...event(seq), hash: previous }
    })
    expect(await codes([...old, ...younger])).toEqual([])
    expect(await codes([...old, ...younger, { ...event(6), hash: null }])).toEqual(['event-unchained 6'])
  })
})
