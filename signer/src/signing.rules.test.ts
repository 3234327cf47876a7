import { describe, expect, test } from 'vitest'
import { SigningRefusal, type RefusalCode } from './errors.ts'
import {
  assertApprovedByEnough,
  assertCertificateValid,
  assertClocksAgree,
  assertSequenceAbove,
  waitBeforeSigningMs,
  wholeSeconds,
  type Intent,
} from './signing.rules.ts'

const head = { sequence: 41, signedAt: new Date('2026-11-25T12:00:00Z') }
const at = (time: string) => new Date(time)

function codeOf(rule: () => unknown): RefusalCode | 'passes' {
  try {
    rule()
    return 'passes'
  } catch (error) {
    if (error instanceof SigningRefusal) return error.code
    throw error
  }
}

test('a number is taken only above every number signed before', () => {
  expect(codeOf(() => assertSequenceAbove(41, head))).toBe('sequence-not-above')
  expect(codeOf(() => assertSequenceAbove(7, head))).toBe('sequence-not-above')
  expect(codeOf(() => assertSequenceAbove(42, head))).toBe('passes')
  expect(codeOf(() => assertSequenceAbove(1, undefined))).toBe('passes')
})

test('clocks may be a minute apart, either way, and no more', () => {
  const now = at('2026-11-25T12:00:00Z')
  expect(codeOf(() => assertClocksAgree(at('2026-11-25T12:01:00.000Z'), now))).toBe('passes')
  expect(codeOf(() => assertClocksAgree(at('2026-11-25T12:01:00.001Z'), now))).toBe('clock-disagrees')
  expect(codeOf(() => assertClocksAgree(at('2026-11-25T11:59:00.000Z'), now))).toBe('passes')
  expect(codeOf(() => assertClocksAgree(at('2026-11-25T11:58:59.999Z'), now))).toBe('clock-disagrees')
})

test('a certificate signs only inside its validity', () => {
  const certificate = { notBefore: at('2026-01-01T00:00:00Z'), notAfter: at('2026-12-31T23:59:59Z') }
  expect(codeOf(() => assertCertificateValid(certificate, at('2025-12-31T23:59:59Z')))).toBe(
    'certificate-not-valid',
  )
  expect(codeOf(() => assertCertificateValid(certificate, at('2026-01-01T00:00:00Z')))).toBe('passes')
  expect(codeOf(() => assertCertificateValid(certificate, at('2026-12-31T23:59:59Z')))).toBe('passes')
  expect(codeOf(() => assertCertificateValid(certificate, at('2027-01-01T00:00:00Z')))).toBe(
    'certificate-not-valid',
  )
})

describe('the signing time', () => {
  test('waits for the next second after a signature of this one', () => {
    expect(waitBeforeSigningMs(at('2026-11-25T12:00:00.000Z'), head)).toBe(1_000)
    expect(waitBeforeSigningMs(at('2026-11-25T12:00:00.900Z'), head)).toBe(100)
    expect(waitBeforeSigningMs(at('2026-11-25T12:00:01.000Z'), head)).toBe(0)
    expect(waitBeforeSigningMs(at('2026-11-25T12:00:00.900Z'), undefined)).toBe(0)
  })

  test('never goes back: a clock behind the last signature refuses', () => {
    expect(codeOf(() => waitBeforeSigningMs(at('2026-11-25T11:59:59.999Z'), head))).toBe('time-not-forward')
  })

  test('is a whole second, the one that has begun', () => {
    expect(wholeSeconds(at('2026-11-25T12:00:00.999Z'))).toEqual(at('2026-11-25T12:00:00Z'))
  })
})

describe('how many persons', () => {
  const intent = (over: Partial<Intent> = {}): Intent => ({
    sequence: 42,
    changes: { isOnlyRemoval: true, gone: [] },
    beyondGuardRails: false,
    signingTime: at('2026-11-25T13:00:00Z'),
    ...over,
  })
  const persons = (...names: string[]) => new Set(names)
  const change: Intent['changes'] = { isOnlyRemoval: false, gone: [] }
  const removal: Intent['changes'] = { isOnlyRemoval: true, gone: ['x'] }

  test.each<{ name: string; intent: Intent; none: string; one: string }>([
    { name: 'equal lines', intent: intent(), none: 'passes', one: 'passes' },
    {
      name: 'a removal within the budget',
      intent: intent({ changes: removal }),
      none: 'passes',
      one: 'passes',
    },
    { name: 'a change', intent: intent({ changes: change }), none: 'approval-missing', one: 'passes' },
    { name: 'a step of 1,000', intent: intent({ sequence: 1_041 }), none: 'passes', one: 'passes' },
    {
      name: 'a step of 1,001',
      intent: intent({ sequence: 1_042 }),
      none: 'sequence-step-too-wide',
      one: 'passes',
    },
    {
      name: 'a pause of 7 days',
      intent: intent({ signingTime: at('2026-12-02T12:00:00Z') }),
      none: 'passes',
      one: 'passes',
    },
    {
      name: 'a pause of more',
      intent: intent({ signingTime: at('2026-12-02T12:00:01Z') }),
      none: 'approval-missing',
      one: 'passes',
    },
    {
      name: 'a removal beyond the guard-rails',
      intent: intent({ changes: removal, beyondGuardRails: true }),
      none: 'guard-rail-held',
      one: 'guard-rail-held',
    },
    {
      name: 'a change beyond the guard-rails',
      intent: intent({ changes: change, beyondGuardRails: true }),
      none: 'approval-missing',
      one: 'guard-rail-held',
    },
  ])('$name: alone $none, with one person $one, with two it passes', ({ intent, none, one }) => {
    expect(codeOf(() => assertApprovedByEnough(intent, head, persons()))).toBe(none)
    expect(codeOf(() => assertApprovedByEnough(intent, head, persons('ada')))).toBe(one)
    expect(codeOf(() => assertApprovedByEnough(intent, head, persons('ada', 'grace')))).toBe('passes')
  })

  test('a first list may begin with a number up to 1,000 by one person', () => {
    const first = intent({ sequence: 1, changes: change })
    expect(codeOf(() => assertApprovedByEnough(first, undefined, persons()))).toBe('approval-missing')
    expect(codeOf(() => assertApprovedByEnough(first, undefined, persons('ada')))).toBe('passes')
  })
})
