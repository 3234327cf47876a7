import { describe, expect, it } from 'vitest'
import {
  hasFinessKey,
  isE164,
  isFinessForm,
  isOfSiren,
  isSiren,
  isSiret,
  isStructureIdentifier,
} from './identifiers.rules.ts'

// Numbers of public bodies, as they print them themselves.
const ANS_SIRET = '18751275100020'
const INSEE_SIREN = '120027016'

describe('a SIREN', () => {
  it.each([INSEE_SIREN, '356000000', '732829320', ANS_SIRET.slice(0, 9)])('%s has its key', (siren) => {
    expect(isSiren(siren)).toBe(true)
  })

  it('with any single digit changed is refused', () => {
    for (let at = 0; at < 9; at += 1) {
      for (let digit = 0; digit < 10; digit += 1) {
        const changed = INSEE_SIREN.slice(0, at) + String(digit) + INSEE_SIREN.slice(at + 1)
        expect(isSiren(changed), changed).toBe(changed === INSEE_SIREN)
      }
    }
  })

  it.each([
    '',
    '73282932',
    '7328293200',
    '732 829 320',
    '73282932O',
    '000000000',
    '٧٣٢٨٢٩٣٢٠',
    '732829320\n',
  ])('is not %j', (text) => {
    expect(isSiren(text)).toBe(false)
  })
})

describe('a SIRET', () => {
  it('has a key over its fourteen digits', () => {
    expect(isSiret(ANS_SIRET)).toBe(true)
    expect(isSiret('18751275100021')).toBe(false)
    expect(isSiret('73282932000074')).toBe(true)
  })

  it('of La Poste may have digits that add up to a multiple of five instead', () => {
    expect(isSiret('35600000000048')).toBe(true) // the head office: Luhn
    expect(isSiret('35600000049837')).toBe(true) // sum 45, no Luhn
    expect(isSiret('35600000049838')).toBe(false)
  })

  it('of any other body may not', () => {
    expect([...'73282932000004'].reduce((sum, digit) => sum + Number(digit), 0)).toBe(40)
    expect(isSiret('73282932000004')).toBe(false)
  })

  it('belongs to the SIREN it begins with', () => {
    expect(isOfSiren(ANS_SIRET, ANS_SIRET.slice(0, 9))).toBe(true)
    expect(isOfSiren(ANS_SIRET, INSEE_SIREN)).toBe(false)
  })
})

describe('a FINESS', () => {
  it('has nine characters, two of them perhaps 2A or 2B', () => {
    expect(isFinessForm('750712184')).toBe(true)
    expect(isFinessForm('2A0000014')).toBe(true)
    expect(isFinessForm('2C0000014')).toBe(false)
    expect(isFinessForm('75071218')).toBe(false)
  })

  it('with a false key can be told from one with a good key', () => {
    expect(hasFinessKey('750712184')).toBe(true)
    expect(hasFinessKey('750712185')).toBe(false)
  })
})

describe('a Struct_IdNat', () => {
  it.each([`3${ANS_SIRET}`, `2${INSEE_SIREN}`, '1750712184', '499700831359002', '075123456'])(
    '%s is read',
    (text) => {
      expect(isStructureIdentifier(text)).toBe(true)
    },
  )

  it.each(['', '3', `5${ANS_SIRET}`, '318751275100021', '2120027017', 'A120027016', '0 75123456'])(
    'is not %j',
    (text) => {
      expect(isStructureIdentifier(text)).toBe(false)
    },
  )
})

describe('a telephone number', () => {
  it.each(['+33123456789', '+33612345678', '+262692123456'])('%s is E.164', (text) => {
    expect(isE164(text)).toBe(true)
  })
  it.each([
    '0123456789',
    '+0123456789',
    '+33 1 23 45 67 89',
    '+331234567890123456',
    '+33',
    '+33123456789;ext=1',
  ])('is not %j', (text) => {
    expect(isE164(text)).toBe(false)
  })
})
