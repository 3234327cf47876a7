import { expect, it } from 'vitest'
import { changesInWords } from './changes.ts'

const inWords = (added: number, removed: number, changed: number): string =>
  changesInWords({ added, removed, changed }).replaceAll('\u00a0', ' ')

it('names what moved, in the singular and the plural', () => {
  expect(inWords(3, 0, 2)).toBe('3 ajouts, 2 changements')
  expect(inWords(0, 1, 0)).toBe('1 retrait')
  expect(inWords(1, 2, 1)).toBe('1 ajout, 2 retraits, 1 changement')
})

it('says when only the signature is new', () => {
  expect(inWords(0, 0, 0)).toBe('aucun, signature renouvelée')
})
