import { FormatError } from './errors.ts'
import { isXmlCharacter } from './characters.ts'

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const REFERENCE = /&(?:#(\d{1,10})|#x([0-9a-fA-F]{1,8})|([A-Za-z_:][-A-Za-z0-9._:]*));|&/g

/** Resolves the five named references and numeric ones (Format 2.6). Throws FormatError `not-well-formed` for any other. */
export function resolveReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(REFERENCE, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) {
      const character = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined
      if (character === undefined) throw new FormatError('not-well-formed', `unknown entity &${name};`)
      return character
    }
    const digits = decimal ?? hexadecimal
    if (digits === undefined) throw new FormatError('not-well-formed', 'a bare & in text')
    const codePoint = Number.parseInt(digits, decimal === undefined ? 16 : 10)
    if (!isXmlCharacter(codePoint)) throw new FormatError('not-well-formed', `${whole} is no XML character`)
    return String.fromCodePoint(codePoint)
  })
}

const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

/** Canonical XML 2.3, text nodes. */
export function escapeText(text: string): string {
  if (!/[&<>\r]/.test(text)) return text
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;')
}

/** Canonical XML 2.3, attribute nodes: `>` stays as it is. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<"\t\n\r]/g, (character) => ATTRIBUTE_ESCAPES[character]!)
}
