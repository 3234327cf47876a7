import { describe, expect, it } from 'vitest'
import { assertMayBecome, assertRecommitmentFollows, recommitmentDue } from './reference-document.rules.ts'

const code = (expected: string): unknown => expect.objectContaining({ code: expected })

describe('a reference document', () => {
  it('becomes official from draft or indicative, and nothing ever again', () => {
    expect(() => assertMayBecome('draft', 'official')).not.toThrow()
    expect(() => assertMayBecome('draft', 'indicative')).not.toThrow()
    expect(() => assertMayBecome('indicative', 'official')).not.toThrow()
    for (const [state, to] of [
      ['indicative', 'indicative'],
      ['official', 'official'],
      ['official', 'indicative'],
      ['replaced', 'official'],
    ] as const)
      expect(() => assertMayBecome(state, to), `${state} ${to}`).toThrow(
        code('reference-document-wrong-state'),
      )
  })

  it('leaves time to sign it', () => {
    expect(() => assertRecommitmentFollows('2027-01-01', null)).not.toThrow()
    expect(() => assertRecommitmentFollows('2027-01-01', '2027-01-02')).not.toThrow()
    expect(() => assertRecommitmentFollows('2027-01-01', '2027-01-01')).toThrow(
      code('recommitment-too-early'),
    )
  })

  it('asks those bound by another version to sign by its day, and nobody else', () => {
    const official = { id: 'new', recommitBy: '2027-06-30' }
    expect(recommitmentDue({ id: 'old' }, official)).toBe('2027-06-30')
    expect(recommitmentDue({ id: 'new' }, official)).toBeNull()
    // Entered without a text (import, registration): nothing to sign again.
    expect(recommitmentDue(null, official)).toBeNull()
    expect(recommitmentDue({ id: 'old' }, { ...official, recommitBy: null })).toBeNull()
    expect(recommitmentDue({ id: 'old' }, undefined)).toBeNull()
  })
})
