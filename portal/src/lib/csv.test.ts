import { describe, expect, it } from 'vitest'
import { csvLine } from './csv.ts'

describe('csvLine', () => {
  it('separates with semicolons and ends with CRLF', () => {
    expect(csvLine([175, 'db175.exemple.fr', ''])).toBe('175;db175.exemple.fr;\r\n')
  })

  it('quotes separators and doubles quotes', () => {
    expect(csvLine(['a;b', 'dit "oui"'])).toBe('"a;b";"dit ""oui"""\r\n')
  })

  it.each(['=1+1', '+33 1', '-2', '@SUM(A1)', '＝1', ' =1', '|cmd', '\t=1'])(
    'defuses %j, which a spreadsheet would run',
    (cell) => {
      const line = csvLine([cell])
      expect(line.startsWith("'") || line.startsWith('[U+')).toBe(true)
    },
  )

  it('keeps quotes around a defused formula that holds a separator', () => {
    expect(csvLine(['=HYPERLINK("http://x";"y")'])).toBe('"\'=HYPERLINK(""http://x"";""y"")"\r\n')
  })

  it('never lets a cell open a second line', () => {
    expect(csvLine(['a\r\n=b', 'c'])).toBe('a[U+000D][U+000A]=b;c\r\n')
  })

  it('writes our own numbers as numbers, negative ones too', () => {
    expect(csvLine([-1, 0])).toBe('-1;0\r\n')
  })
})
