import { spellUnseen } from './foreign-text.ts'

/** UTF-8 byte order mark: without it spreadsheets read accents as another encoding. */
export const BYTE_ORDER_MARK = '\ufeff'

// A cell that begins so is run as a formula by spreadsheets, quoted or not; so are the full-width twins.
const FORMULA = /^\s*[=+\-@＝＋－＠|]/u

/**
 * One line of CSV for spreadsheets set to French: `;` between cells, CRLF at the end.
 *
 * Foreign text cannot become a formula (an apostrophe is put before it), a new cell or a new line.
 * Numbers are written as they are.
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(';')}\r\n`
}

function csvCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell)
  const seen = spellUnseen(cell)
  const harmless = FORMULA.test(seen) ? `'${seen}` : seen
  return /[;"]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
