import type { Entry } from '@trust-space/whitelist/format'
import { describe, expect, it } from 'vitest'
import type { Base, Line, Publication, PublicationState } from './publication.ts'
import {
  approvalsNeeded,
  assertApproves,
  assertMayBecome,
  assertNotYetApprovedBy,
  effectOf,
  isPauseLong,
  pauseAfterRefusalsMs,
  planPublication,
  publicationTransitions,
} from './publication.rules.ts'

const NOW = new Date('2026-11-25T08:00:00Z')
const DAY_MS = 86_400_000

function line(number: number, over: Partial<Entry> = {}): Line {
  const wadoHost = `db${number}.example.fr`
  const entry = {
    number,
    wadoHost,
    viewerHost: `vi${number}.example.fr`,
    denomination: 'OPERATOR',
    certificateDn: `CN=${wadoHost}`,
    supportContact: 'support@example.fr',
    addedAt: '2026-11-01T00:00:00Z',
    ...over,
  }
  return { drimboxId: `box-${number}`, entry }
}

function base(lines: readonly Line[], over: Partial<Base> = {}): Base {
  return { sequence: 4, digest: 'a'.repeat(64), signedAt: new Date(NOW.getTime() - DAY_MS), lines, ...over }
}

const quiet = { isResignDue: false, isPauseLong: false, isAsked: false }
const [one, two, three] = [line(1), line(2), line(3)]

describe('the plan of the next list', () => {
  it('is nothing where nothing changed and nothing is due', () => {
    expect(planPublication({ base: base([one, two]), wanted: [one, two], ...quiet })).toBeUndefined()
    expect(
      planPublication({ base: base([]), wanted: [], ...quiet, isResignDue: true, isAsked: true }),
    ).toBeUndefined()
  })

  it('is a removal that carries nothing else, whatever else waits', () => {
    const wanted = [one, line(3, { supportContact: 'other@example.fr' }), line(4)]
    expect(planPublication({ base: base([one, two, three]), wanted, ...quiet, isResignDue: true })).toEqual({
      kind: 'removal',
      lines: [one, three],
    })
  })

  it('takes a line off when its DN is no longer wanted, although its DRIMbox is', () => {
    const renewed = { ...two, entry: { ...two.entry, certificateDn: 'CN=other' } }
    expect(planPublication({ base: base([one, two]), wanted: [one, renewed], ...quiet })).toEqual({
      kind: 'removal',
      lines: [one],
    })
  })

  it.each([
    ['an addition', [one, two, three]],
    ['another field', [one, line(2, { viewerHost: '' })]],
    ['another order', [two, one]],
  ])('is a change for %s', (_, wanted) => {
    expect(planPublication({ base: base([one, two]), wanted, ...quiet })).toEqual({
      kind: 'change',
      lines: wanted,
    })
  })

  it('signs the same lines again when that is due, although a change waits', () => {
    expect(planPublication({ base: base([one]), wanted: [one, two], ...quiet, isResignDue: true })).toEqual({
      kind: 're-sign',
      lines: [one],
    })
  })

  it('after a long pause takes the change at once: both would wait for a person', () => {
    const situation = {
      base: base([one]),
      wanted: [one, two],
      ...quiet,
      isResignDue: true,
      isPauseLong: true,
    }
    expect(planPublication(situation)).toMatchObject({ kind: 'change' })
    expect(planPublication({ ...situation, wanted: [one] })).toMatchObject({ kind: 're-sign' })
  })

  it('that is asked for is the change, or else the same lines again', () => {
    expect(planPublication({ base: base([one]), wanted: [one, two], ...quiet, isAsked: true })).toMatchObject(
      {
        kind: 'change',
      },
    )
    expect(planPublication({ base: base([one]), wanted: [one], ...quiet, isAsked: true })).toMatchObject({
      kind: 're-sign',
    })
  })
})

describe('the effect of a draft', () => {
  it('counts lines added, removed and changed, and names what is gone', () => {
    const changed = line(2, { addedAt: '2026-11-02T00:00:00Z' })
    expect(effectOf([one, two, three], [one, changed, line(4), line(5)])).toEqual({
      added: 2,
      removed: 1,
      changed: 1,
      gone: ['db3.example.fr CN=db3.example.fr', 'db2.example.fr CN=db2.example.fr'],
    })
    expect(effectOf([one, two], [two, one])).toEqual({ added: 0, removed: 0, changed: 0, gone: [] })
  })
})

describe('the approvals that are needed', () => {
  const draft = (over: Partial<Parameters<typeof approvalsNeeded>[0]>) =>
    approvalsNeeded({
      kind: 'removal',
      effect: { added: 0, removed: 0, changed: 0, gone: [] },
      base: base([one]),
      sequence: 5,
      now: NOW,
      guardRails: { threshold: 10, used: 0 },
      goneBefore: new Set(),
      ...over,
    })
  const gone = (count: number) => ({
    added: 0,
    removed: count,
    changed: 0,
    gone: Array.from({ length: count }, (_, index) => `line ${index}`),
  })

  it('are none for a removal within the budget and for the same lines', () => {
    expect(draft({})).toBe(0)
    expect(draft({ kind: 're-sign' })).toBe(0)
    expect(draft({ effect: gone(10) })).toBe(0)
  })

  it('are one for a change, after a week, and for a step of more than 1,000', () => {
    expect(draft({ kind: 'change' })).toBe(1)
    expect(draft({ base: base([one], { signedAt: new Date(NOW.getTime() - 7 * DAY_MS) }) })).toBe(1)
    expect(draft({ sequence: 1_004 })).toBe(0)
    expect(draft({ sequence: 1_005 })).toBe(1)
  })

  it('are two beyond the budget, of which what has left before takes nothing', () => {
    expect(draft({ effect: gone(11) })).toBe(2)
    expect(draft({ effect: gone(1), guardRails: { threshold: 10, used: 10 } })).toBe(2)
    expect(
      draft({ effect: gone(1), guardRails: { threshold: 10, used: 10 }, goneBefore: new Set(['line 0']) }),
    ).toBe(0)
    expect(draft({ guardRails: { threshold: 10, used: 10 } })).toBe(0)
  })
})

describe('the states of a publication', () => {
  const all = Object.keys(publicationTransitions) as PublicationState[]
  const inState = (state: PublicationState) => ({ state }) as Publication

  it('lead to no other than the table says', () => {
    for (const from of all) {
      for (const to of all) {
        const allowed = (publicationTransitions[from] as readonly string[]).includes(to)
        const attempt = () => assertMayBecome(inState(from), to)
        if (allowed) expect(attempt, `${from} ${to}`).not.toThrow()
        else
          expect(attempt, `${from} ${to}`).toThrow(
            expect.objectContaining({ code: 'publication-wrong-state' }),
          )
      }
    }
  })

  it('keep whatever took a number from being superseded, expired or drafted again', () => {
    expect(publicationTransitions.signing).toEqual(['served', 'refused', 'abandoned'])
    for (const end of ['served', 'refused', 'abandoned', 'superseded', 'expired'] as const)
      expect(publicationTransitions[end]).toEqual([])
  })
})

describe('an approval', () => {
  const publication = {
    sequence: 5,
    baseSequence: 4,
    baseDigest: 'a'.repeat(64),
    contentDigest: 'b'.repeat(64),
  } as Publication
  const claims = {
    trustSpace: 'DRIM-M',
    baseSequence: 4,
    baseDigest: 'a'.repeat(64),
    newSequence: 5,
    contentDigest: 'b'.repeat(64),
    reason: 'read',
    expiry: '2026-11-25T08:30:00Z',
  }
  const check = (over: Partial<typeof claims>) => () =>
    assertApproves({ ...claims, ...over }, publication, { trustSpace: 'DRIM-M', now: NOW })

  it('of this draft, for half an hour at most, is taken', () => {
    expect(check({})).not.toThrow()
    expect(check({ expiry: '2026-11-25T08:30:00.001Z' })).toThrow(
      expect.objectContaining({ code: 'approval-too-long' }),
    )
    expect(check({ expiry: '2026-11-25T08:00:00Z' })).toThrow(
      expect.objectContaining({ code: 'approval-expired' }),
    )
    expect(check({ expiry: 'never' })).toThrow(expect.objectContaining({ code: 'approval-expired' }))
  })

  it('is taken once from each key', () => {
    expect(() => assertNotYetApprovedBy('ada', [{ kid: 'grace' }])).not.toThrow()
    expect(() => assertNotYetApprovedBy('ada', [{ kid: 'grace' }, { kid: 'ada' }])).toThrow(
      expect.objectContaining({ code: 'approval-already-given' }),
    )
  })
})

describe('the pauses', () => {
  it('after refusals double from 5 seconds to an hour', () => {
    expect([0, 1, 2, 3, 10, 11, 500].map(pauseAfterRefusalsMs)).toEqual([
      0, 5_000, 10_000, 20_000, 2_560_000, 3_600_000, 3_600_000,
    ])
  })

  it('between signatures are long after a week, a minute before the signer says so', () => {
    const ago = (ms: number) => base([one], { signedAt: new Date(NOW.getTime() - ms) })
    expect(isPauseLong(ago(7 * DAY_MS - 61_000), NOW)).toBe(false)
    expect(isPauseLong(ago(7 * DAY_MS - 59_000), NOW)).toBe(true)
    expect(isPauseLong(base([], { signedAt: undefined }), NOW)).toBe(false)
  })
})
