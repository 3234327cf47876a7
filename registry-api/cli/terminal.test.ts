import { expect, test } from 'vitest'
import { printable } from './terminal.ts'

test.each([
  ['db1.test.mesimagesmedicales.fr', 'db1.test.mesimagesmedicales.fr'],
  ['Clinique de l’Étoile — pôle n° 3', 'Clinique de l’Étoile — pôle n° 3'],
  ['\u001b[2Jgone', '\\u{1b}[2Jgone'],
  ['a\r\nb\tc\u0000', 'a\\u{d}\\u{a}b\\u{9}c\\u{0}'],
  ['\u009b31m', '\\u{9b}31m'],
  ['abc\u202ecba', 'abc\\u{202e}cba'],
  ['db1\u200b.fr', 'db1\\u{200b}.fr'],
  ['\ud800', '\ufffd'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown)
})
