import { expect, it } from 'vitest'
import { printable, printableJson } from './terminal.ts'

const HOSTILE = [
  ['escape sequence', '\u001b[2J'],
  ['C1 control', '\u009b31m'],
  ['DEL', '\u007f'],
  ['carriage return', 'a\rb'],
  ['line feed', 'a\nb'],
  ['bidi override', 'db\u202efr.x'],
  ['bidi isolate', '\u2066x\u2069'],
  ['Arabic letter mark', '\u061c'],
  ['zero width space', 'a\u200bb'],
  ['byte order mark', '\ufeff'],
  ['line separator', '\u2028'],
  ['tag character', '\u{e0041}'],
  ['lone surrogate', '\ud800'],
] as const

it.each(HOSTILE)('shows a %s instead of letting it act', (_, text) => {
  expect(printable(text)).toMatch(/^[ -~]*$/)
  expect(printable(text)).toContain('\\u{')
})

it('leaves what people write alone', () => {
  expect(printable("Côte-d'Or « Œil » 𝒜 \\,")).toBe("Côte-d'Or « Œil » 𝒜 \\,")
})

it.each(HOSTILE)('writes a %s in JSON as an escape that keeps the value', (_, text) => {
  const json = printableJson({ [text]: text })
  expect(json.replaceAll('\n', '')).toMatch(/^[ -~]*$/)
  expect(JSON.parse(json)).toEqual({ [text]: text })
})
