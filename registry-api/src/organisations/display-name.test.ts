import { describe, expect, it } from 'vitest'
import { hasLetters, isOfKnownScripts, skeletonOf } from './display-name.ts'

const alike: readonly (readonly [string, string, string])[] = [
  ['letter case', 'Imadis', 'IMADIS'],
  ['an accent', 'Édiradio', 'Ediradio'],
  ['a Cyrillic a', 'Imadis', 'Imаdis'],
  ['a whole Cyrillic word', 'CAXAP', 'САХАР'],
  ['a Greek capital eta', 'HOP', 'ΗΟΡ'],
  ['full width', 'E-MEDIA', 'Ｅ－ＭＥＤＩＡ'],
  ['mathematical letters', 'Media', '𝐌𝐞𝐝𝐢𝐚'],
  ['l for I', 'Imagerie', 'lmagerie'],
  ['1 for l', 'Telemis', 'Te1emis'],
  ['a bar for l', 'Telemis', 'Te|emis'],
  ['0 for O', 'SOFTWAY', 'S0FTWAY'],
  ['a dotless i', 'Imadis', 'Imadıs'],
  ['rn for m', 'Imadis', 'Irnadis'],
  ['vv for w', 'Softway', 'Softvvay'],
  ['blanks', 'E MEDIA', 'E  MEDIA'],
  ['a hyphen', 'E-MEDIA', 'EMEDIA'],
  ['another hyphen', 'E-MEDIA', 'E‑MEDIA'],
  ['a ligature', 'Œuvre', 'Oeuvre'],
  ['a stroke', 'Lodz', 'Łodz'],
  ['sharp s', 'Strasse', 'Straße'],
  ['a combining mark on top', 'Imadis', 'Imad\u0323is'],
]

describe('two names that differ by', () => {
  it.each(alike)('%s have one skeleton', (_, one, other) => {
    expect(skeletonOf(one)).toBe(skeletonOf(other))
  })
})

it('names that people tell apart have two skeletons', () => {
  const names = [
    'E-MEDIA',
    'Imadis',
    'Téléimagerie Ouest',
    'Imagerie du Léman',
    'Édiradio',
    'PAGE 2',
    'PAGE 3',
  ]
  expect(new Set(names.map(skeletonOf)).size).toBe(names.length)
})

it('a skeleton is its own skeleton', () => {
  for (const [, one] of alike) expect(skeletonOf(skeletonOf(one))).toBe(skeletonOf(one))
})

it('alphabets whose look-alikes are unknown are told', () => {
  expect(isOfKnownScripts('Imagerie du Léman & Fils, 2ᵉ')).toBe(true)
  expect(isOfKnownScripts('Ꭼ-MEDIA')).toBe(false)
  expect(isOfKnownScripts('Օ-MEDIA')).toBe(false)
})

it('a name needs letters or digits', () => {
  expect(hasLetters('--')).toBe(false)
  expect(hasLetters('A2')).toBe(true)
})
