import { describe, expect, it } from 'vitest'
import {
  assertComplete,
  assertControlAgain,
  assertDatesAgree,
  assertFileAsRead,
  assertKindFits,
  assertNoticeIsLong,
  assertTextInForce,
  assertWasRead,
  halfOfNotice,
  kindHere,
} from './submission.rules.ts'

const code = (expected: string): unknown => expect.objectContaining({ code: expected })
const pointers = (fail: () => void): string[] => {
  try {
    fail()
  } catch (error) {
    return (error as { faults: { pointer: string }[] }).faults.map(({ pointer }) => pointer)
  }
  return []
}
const TODAY = '2026-11-25'
const complete = {
  referenceDocumentId: 'd',
  signatories: [{ name: 'Signe Ataire', quality: 'Présidente', powerDocumentId: 'p', powerValidUntil: null }],
  effectiveOn: TODAY,
  endsOn: null,
  documentId: 'f',
}

describe('what is handed in', () => {
  it('is complete when nothing is missing', () => {
    expect(() => assertComplete(complete, TODAY)).not.toThrow()
  })

  it('names every missing field at once', () => {
    const empty = {
      referenceDocumentId: null,
      signatories: [],
      effectiveOn: null,
      endsOn: null,
      documentId: null,
    }
    expect(() => assertComplete(empty, TODAY)).toThrow(code('commitment-incomplete'))
    expect(pointers(() => assertComplete(empty, TODAY))).toEqual([
      '/referenceDocumentId',
      '/signatories',
      '/documentId',
      '/effectiveOn',
    ])
  })

  it('takes effect today at the earliest', () => {
    const late = { ...complete, effectiveOn: '2026-11-24' }
    expect(() => assertComplete(late, TODAY)).toThrow(code('commitment-incomplete'))
  })

  it('proves the power of each signatory, still good today', () => {
    const [signatory] = complete.signatories
    const bare = { ...complete, signatories: [signatory!, { ...signatory!, powerDocumentId: null }] }
    expect(() => assertComplete(bare, TODAY)).toThrow(code('power-unproven'))
    expect(pointers(() => assertComplete(bare, TODAY))).toEqual(['/signatories/1/powerDocumentId'])
    const old = { ...complete, signatories: [{ ...signatory!, powerValidUntil: '2026-11-24' }] }
    expect(() => assertComplete(old, TODAY)).toThrow(code('power-unproven'))
    const lastDay = { ...complete, signatories: [{ ...signatory!, powerValidUntil: TODAY }] }
    expect(() => assertComplete(lastDay, TODAY)).not.toThrow()
  })

  it('ends after it begins', () => {
    expect(() => assertDatesAgree({ effectiveOn: TODAY, endsOn: TODAY })).toThrow(code('dates-disagree'))
    expect(() => assertDatesAgree({ effectiveOn: TODAY, endsOn: '2026-11-26' })).not.toThrow()
    expect(() => assertDatesAgree({ effectiveOn: null, endsOn: '2026-11-26' })).not.toThrow()
  })

  it('is the official version of its own text, and read', () => {
    expect(() =>
      assertTextInForce({ code: 'test-agreement', state: 'official' }, 'test-agreement'),
    ).not.toThrow()
    for (const state of ['draft', 'indicative', 'replaced'] as const)
      expect(() => assertTextInForce({ code: 'test-agreement', state }, 'test-agreement')).toThrow(
        code('text-not-in-force'),
      )
    expect(() =>
      assertTextInForce({ code: 'test-agreement', state: 'official' }, 'integration-contract'),
    ).toThrow(code('text-not-in-force'))
    expect(() => assertWasRead('1.2', { label: '1.2' })).not.toThrow()
    expect(() => assertWasRead('1.1', { label: '1.2' })).toThrow(code('text-not-read'))
  })
})

describe('the kind of a commitment', () => {
  it('follows from the trust space: vendors in TEST, operators in PRODUCTION, the agency for itself', () => {
    expect(kindHere('TEST', false)).toBe('test-agreement')
    expect(kindHere('PRODUCTION', false)).toBe('integration-contract')
    expect(kindHere('PRODUCTION', true)).toBe('internal')
    expect(() => assertKindFits('integration-contract', 'TEST', false)).toThrow(
      code('commitment-kind-not-here'),
    )
    for (const space of ['TEST', 'PRODUCTION'] as const)
      expect(() => assertKindFits('import', space, false)).toThrow(code('commitment-kind-not-here'))
  })
})

describe('example 39', () => {
  it('a file other than the one read is not countersigned', () => {
    expect(() => assertFileAsRead('a'.repeat(64), 'a'.repeat(64))).not.toThrow()
    expect(() => assertFileAsRead('a'.repeat(64), 'b'.repeat(64))).toThrow(code('document-changed'))
    expect(() => assertFileAsRead('a'.repeat(64), null)).toThrow(code('document-changed'))
  })
})

describe('a notice', () => {
  it('lasts 90 days at least, counted from today', () => {
    expect(() => assertNoticeIsLong('2027-02-23', TODAY)).not.toThrow()
    expect(() => assertNoticeIsLong('2027-02-22', TODAY)).toThrow(code('notice-too-short'))
  })

  it('has its half in the middle', () => {
    const half = halfOfNotice(new Date('2027-01-01T00:00:00Z'), new Date('2027-04-01T00:00:00Z'))
    expect(half.toISOString()).toBe('2027-02-15T00:00:00.000Z')
  })
})

describe('a return to the list', () => {
  const at = new Date('2026-11-25T08:00:00Z')
  const days = (n: number) => new Date(at.getTime() - n * 86_400_000)

  it('asks for proof of control after more than 30 days out, where there is anything to prove', () => {
    expect(() => assertControlAgain(days(30), at, 4, false)).not.toThrow()
    expect(() => assertControlAgain(days(31), at, 4, false)).toThrow(code('control-unproven'))
    expect(() => assertControlAgain(days(31), at, 4, true)).not.toThrow()
    expect(() => assertControlAgain(days(31), at, 0, false)).not.toThrow()
    expect(() => assertControlAgain(null, at, 4, false)).not.toThrow()
  })
})
