/** Longest encoding of one UTF-16 code unit: `&amp;` and `&#xD;`. */
const BYTES_PER_UNIT_MAX = 5

const REFUSED = 0
const PLAIN = 1
const ESCAPED = 2
/** What becomes of an ASCII character in the free text of a list (Format 4.5, 6.1). */
const ASCII_KIND = new Uint8Array(0x80).map((_, code) => {
  const character = String.fromCharCode(code)
  if ('&<>\r'.includes(character)) return ESCAPED
  return (code >= 0x20 && code !== 0x7f) || '\t\n'.includes(character) ? PLAIN : REFUSED
})
const ESCAPES: ReadonlyMap<number, Uint8Array> = new Map(
  Object.entries({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }).map(([character, escape]) => [
    character.charCodeAt(0),
    Buffer.from(escape),
  ]),
)

/**
 * Writes canonical XML as bytes: markup as it stands, text escaped, encoded and checked in one pass. Strings made on the
 * way would be most of the cost of writing a long list.
 */
export class CanonicalWriter {
  private bytes: Buffer
  private length = 0

  /** `capacity`: bytes that will probably do. */
  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafe(capacity)
  }

  /** Makes room for that much markup, in bytes, and that much text, in UTF-16 code units. */
  reserve(markup: number, text: number): void {
    const needed = this.length + markup + text * BYTES_PER_UNIT_MAX
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(needed * 2)
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  /** Room must have been reserved. */
  markup(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** Room must have been reserved. False where the text holds what isFreeText refuses: nothing of it may then be used. */
  text(text: string): boolean {
    const { bytes } = this
    const end = text.length
    let at = this.length
    let index = 0
    for (;;) {
      // Nearly every character of a list; a loop of its own, because it is then a tight one.
      let unit: number
      while (index < end && (unit = text.charCodeAt(index)) < 0x80 && ASCII_KIND[unit] === PLAIN) {
        bytes[at++] = unit
        index += 1
      }
      if (index === end) break
      const codePoint = text.codePointAt(index)!
      at = this.unusual(codePoint, at)
      if (at < 0) return false
      index += codePoint > 0xffff ? 2 : 1
    }
    this.length = at
    return true
  }

  /** Writes a character that is no plain ASCII one; gives the offset after it, or -1 where the format refuses it. */
  private unusual(codePoint: number, from: number): number {
    const { bytes } = this
    let at = from
    if (codePoint < 0x80) {
      const escape = ESCAPES.get(codePoint)
      if (!escape) return -1
      bytes.set(escape, at)
      return at + escape.length
    }
    if (codePoint < 0x800) {
      if (codePoint < 0xa0) return -1 // C1
      bytes[at++] = 0xc0 | (codePoint >> 6)
    } else if (codePoint <= 0xffff) {
      if ((codePoint >= 0xd800 && codePoint < 0xe000) || codePoint >= 0xfffe) return -1
      bytes[at++] = 0xe0 | (codePoint >> 12)
      bytes[at++] = 0x80 | ((codePoint >> 6) & 0x3f)
    } else {
      bytes[at++] = 0xf0 | (codePoint >> 18)
      bytes[at++] = 0x80 | ((codePoint >> 12) & 0x3f)
      bytes[at++] = 0x80 | ((codePoint >> 6) & 0x3f)
    }
    bytes[at++] = 0x80 | (codePoint & 0x3f)
    return at
  }

  written(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }
}
