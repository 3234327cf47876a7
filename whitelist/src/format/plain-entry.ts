import type { CanonicalDigest } from './canonical-digest.ts'
import { ENTRY, ENTRY_FIELDS, TEXT_LENGTH_MAX } from './format-v1.ts'
import { resolveReferences } from './xml-text.ts'

const encode = (text: string): Buffer => Buffer.from(text, 'latin1')
const ENTRY_START = encode(`<${ENTRY}>`)
const ENTRY_END = encode(`</${ENTRY}>`)
const STARTS = ENTRY_FIELDS.map((name) => encode(`<${name}>`))
const ENDS = ENTRY_FIELDS.map((name) => encode(`</${name}>`))
const VIEWER = ENTRY_FIELDS.indexOf('vi')
const EMPTY_VIEWER = encode('<vi/>')

/** How canonical text writes what it cannot write as it is (Format 6.1). */
const REFERENCES = ['&amp;', '&lt;', '&gt;', '&#xD;'].map(encode)

/** No text that the format takes is longer, written as `&amp;` throughout. */
const TEXT_BYTES_MAX = TEXT_LENGTH_MAX * 5

const ORDINARY = 0
const LESS_THAN = 1
const AMPERSAND = 2
const GREATER_THAN = 3
const BEYOND_ASCII = 4
const TEXT_KIND = new Uint8Array(256).map((_, byte) => {
  if (byte === 0x3c) return LESS_THAN
  if (byte === 0x26) return AMPERSAND
  if (byte === 0x3e) return GREATER_THAN
  return byte >= 0x80 ? BEYOND_ASCII : ORDINARY
})

/**
 * Reads entries that are written in the usual way, which is all of them in real lists: tags without white space or
 * attributes, fields in order, text as canonical XML writes it. Nothing is refused here: whatever differs is left to the
 * general path.
 *
 * An entry read here is its own canonical form, `<vi/>` apart; that is why a bare `>` or another spelling of a reference
 * may not stand in it.
 */
export class PlainEntryReader {
  /** Texts of the entry last read, in the order of ENTRY_FIELDS. */
  readonly texts: string[] = ENTRY_FIELDS.map(() => '')
  private readonly source: Buffer
  private readonly digest: CanonicalDigest

  constructor(source: Uint8Array, digest: CanonicalDigest) {
    this.source = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    this.digest = digest
  }

  /** Offset after the entry that starts at `start`; -1 where it is not written in the usual way, and nothing happened. */
  read(start: number): number {
    const { texts } = this
    let at = this.after(ENTRY_START, start)
    let emptyViewerAt = -1
    for (let field = 0; field < ENTRY_FIELDS.length && at >= 0; field += 1) {
      at = this.skipSpace(at)
      const from = this.after(STARTS[field]!, at)
      if (from < 0) {
        if (field !== VIEWER) return -1
        emptyViewerAt = at
        at = this.after(EMPTY_VIEWER, at)
        texts[field] = ''
        continue
      }
      at = this.readText(from, field)
      if (at < 0) return -1
      at = this.after(ENDS[field]!, at)
    }
    if (at < 0) return -1
    const end = this.after(ENTRY_END, this.skipSpace(at))
    if (end >= 0 && emptyViewerAt >= 0) {
      this.digest.replace(emptyViewerAt, emptyViewerAt + EMPTY_VIEWER.length, '<vi></vi>')
    }
    return end
  }

  /** Puts the text that starts at `from` into `texts`; gives the offset of the `<` that ends it, or -1. */
  private readText(from: number, field: number): number {
    const { source } = this
    let isAscii = true
    let hasReference = false
    const limit = Math.min(source.length, from + TEXT_BYTES_MAX + 1)
    for (let at = from; at < limit; at += 1) {
      const kind = TEXT_KIND[source[at]!]!
      if (kind === ORDINARY) continue
      if (kind === LESS_THAN) {
        const text = isAscii ? source.toString('latin1', from, at) : source.toString('utf8', from, at)
        this.texts[field] = hasReference ? resolveReferences(text) : text
        return at
      }
      if (kind === BEYOND_ASCII) {
        isAscii = false
        continue
      }
      const reference = kind === AMPERSAND && REFERENCES.find((literal) => this.after(literal, at) >= 0)
      if (!reference) return -1
      hasReference = true
      at += reference.length - 1
    }
    return -1
  }

  /** Offset after `literal` if it stands at `at`, else -1. */
  private after(literal: Buffer, at: number): number {
    const { source } = this
    if (source[at + literal.length - 1] !== literal[literal.length - 1]) return -1
    for (let index = 0; index < literal.length; index += 1) {
      if (source[at + index] !== literal[index]) return -1
    }
    return at + literal.length
  }

  private skipSpace(at: number): number {
    const { source } = this
    let next = at
    for (;;) {
      const byte = source[next]
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a) return next
      next += 1
    }
  }
}
