import { describe, expect, it } from 'vitest'
import { counted, formatBytes, formatInteger, fr, groupsOfFour, typeset } from './typography.ts'

describe('typeset', () => {
  it('puts a narrow space before ; ! ? and %', () => {
    expect(typeset('Prêt ? Oui ! À 98 % ; ou presque')).toBe(
      'Prêt\u202f? Oui\u202f! À 98\u202f%\u202f; ou presque',
    )
  })

  it('puts a no-break space before a colon and inside guillemets', () => {
    expect(typeset('Nom : « Liste »')).toBe('Nom\u00a0: «\u00a0Liste\u00a0»')
  })

  it('keeps hours, sizes and numbers together', () => {
    expect(typeset("n° 12, 14 h 32, 36 h, 4 Mo, l'âge")).toBe(
      'n°\u00a012, 14\u00a0h\u00a032, 36\u00a0h, 4\u00a0Mo, l’âge',
    )
  })

  it('leaves a word that merely begins like a unit alone', () => {
    expect(typeset('2 serveurs')).toBe('2 serveurs')
  })
})

describe('fr', () => {
  it('typesets our words and leaves the inserted data as it came', () => {
    const command = "verify --at 'x' ; rm : y"
    expect(fr`Lancez « ${command} » !`).toBe(`Lancez «\u00a0${command}\u00a0»\u202f!`)
  })

  it('typesets across the border of a value', () => {
    expect(fr`${98} % de la liste n° ${4}`).toBe('98\u202f% de la liste n°\u00a04')
  })
})

describe('numbers', () => {
  it('groups thousands with a narrow space', () => {
    expect([0, 999, 1284, 1_000_000].map(formatInteger)).toEqual([
      '0',
      '999',
      '1\u202f284',
      '1\u202f000\u202f000',
    ])
  })

  it('counts in the singular up to one', () => {
    expect([0, 1, 2].map((n) => counted(n, 'entrée'))).toEqual([
      '0\u00a0entrée',
      '1\u00a0entrée',
      '2\u00a0entrées',
    ])
  })

  it('gives sizes in decimal units with one decimal below ten', () => {
    expect(
      [0, 812, 1000, 4812, 412_000, 999_600, 4_900_000, 54_000_000, 2_000_000_000].map(formatBytes),
    ).toEqual(
      ['0 octet', '812 octets', '1 ko', '4,8 ko', '412 ko', '1 Mo', '4,9 Mo', '54 Mo', '2 Go'].map((text) =>
        text.replace(' ', '\u00a0'),
      ),
    )
  })

  it('splits a fingerprint in groups of four', () => {
    expect(groupsOfFour('7c1e90a433')).toEqual(['7c1e', '90a4', '33'])
    expect(groupsOfFour('')).toEqual([])
  })
})
