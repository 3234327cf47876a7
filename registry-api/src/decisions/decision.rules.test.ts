import { describe, expect, it } from 'vitest'
import { decisionClasses, ruleOf, type DecisionClass } from './classes.ts'
import type { DecisionAct, DecisionState, DecisionVerdict } from './decision.ts'
import {
  afterVerdict,
  assertAnotherPerson,
  assertHeard,
  assertNotInDoubt,
  assertProposer,
  assertStillOpen,
  assertWithinBudget,
  decisionTransitions,
  isDecided,
} from './decision.rules.ts'

const code = (expected: string): unknown => expect.objectContaining({ code: expected })
const at = (minutes: number) => new Date(1_000_000_000_000 + minutes * 60_000)
const DAY = 24 * 60

describe('the life of a decision', () => {
  it('takes an answer while it is open, and none afterwards', () => {
    expect(afterVerdict('proposed', 'approve')).toBe('approved')
    expect(afterVerdict('proposed', 'refuse')).toBe('refused')
    expect(afterVerdict('proposed', 'withdraw')).toBe('withdrawn')
    expect(afterVerdict('to-confirm', 'confirm')).toBe('confirmed')
    for (const state of Object.keys(decisionTransitions) as DecisionState[])
      for (const verdict of ['approve', 'refuse', 'withdraw', 'confirm'] as DecisionVerdict[]) {
        if (verdict in decisionTransitions[state]) continue
        expect(() => afterVerdict(state, verdict), `${state} ${verdict}`).toThrow(
          code(
            state === 'void'
              ? 'decision-void'
              : state === 'expired'
                ? 'decision-expired'
                : 'decision-wrong-state',
          ),
        )
      }
  })

  it('ends at its minute, even where no worker has looked yet', () => {
    expect(() => assertStillOpen({ expiresAt: at(10) }, at(9))).not.toThrow()
    expect(() => assertStillOpen({ expiresAt: at(10) }, at(10))).toThrow(code('decision-expired'))
    expect(() => assertStillOpen({ expiresAt: null }, at(10))).not.toThrow()
  })

  it('waits for the observations of the party', () => {
    expect(() => assertHeard({ observationsUntil: at(10) }, at(9))).toThrow(code('observations-open'))
    expect(() => assertHeard({ observationsUntil: at(10) }, at(10))).not.toThrow()
    expect(() => assertHeard({ observationsUntil: null }, at(0))).not.toThrow()
  })
})

describe('four eyes', () => {
  const acts = [{ personId: 'ines' }]
  it('are those of two persons: not of author, proposer, or of whoever has answered', () => {
    expect(() => assertAnotherPerson('denise', { authors: ['olga'] }, acts)).not.toThrow()
    expect(() => assertAnotherPerson('ines', { authors: [] }, acts)).toThrow(code('same-person'))
    expect(() => assertAnotherPerson('olga', { authors: ['olga'] }, acts)).toThrow(code('same-person'))
  })

  it('are refused where two persons may be one', () => {
    expect(() => assertNotInDoubt(false)).not.toThrow()
    expect(() => assertNotInDoubt(true)).toThrow(code('person-in-doubt'))
  })

  it('are taken back by their proposer alone', () => {
    expect(() => assertProposer('ines', { proposedBy: 'ines' })).not.toThrow()
    expect(() => assertProposer('denise', { proposedBy: 'ines' })).toThrow(code('not-the-proposer'))
  })

  it('are enough with the number of persons of the class', () => {
    const proposed: Pick<DecisionAct, 'personId' | 'verdict' | 'at'>[] = [
      { personId: 'ines', verdict: 'propose', at: at(0) },
    ]
    for (const name of ['grant', 'adverse', 'mass', 'widen', 'identity'] as const) {
      expect(isDecided(name, proposed, at(29 * DAY)), name).toBe(true)
      expect(isDecided(name, [], at(0)), name).toBe(false)
    }
  })
})

describe('the classes', () => {
  it('that take two persons inside the registry say who brings and who answers', () => {
    for (const name of Object.keys(decisionClasses) as DecisionClass[]) {
      const { people, fourEyes, stepUp } = ruleOf(name)
      expect(fourEyes !== undefined, name).toBe(people === 2 && stepUp !== 'signer-key')
      if (fourEyes !== undefined) expect(stepUp, name).toBe('both')
    }
  })

  it('let one officer cut five boxes or one operator in a day', () => {
    const refused = (kind: 'drimbox' | 'operator', drimboxes: number, operators: number) => {
      try {
        assertWithinBudget(kind, { drimboxes, operators })
        return false
      } catch (error) {
        expect(error).toEqual(code('safety-budget'))
        return true
      }
    }
    expect([refused('drimbox', 4, 0), refused('drimbox', 5, 0), refused('drimbox', 0, 1)]).toEqual([
      false,
      true,
      true,
    ])
    expect([refused('operator', 0, 0), refused('operator', 0, 1), refused('operator', 1, 0)]).toEqual([
      false,
      true,
      true,
    ])
  })
})
