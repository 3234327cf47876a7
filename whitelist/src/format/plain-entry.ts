import type { CanonicalDigest } from './canonical-digest.ts'
import { ENTRY, ENTRY_FIELDS } from './format-v1.ts'

const encode = (text: string): Buffer => Buffer.from(text, 'latin1')
const ENTRY_START = encode(`<${ENTRY}>`)
const ENTRY_END = encode(`</${ENTRY}>`)
const STARTS = ENTRY_FIELDS.map((name) => encode(`<${name}>`))
const ENDS = ENTRY_FIELDS.map((name) => encode(`</${name}>`))
const VIEWER = ENTRY_FIELDS.indexOf('vi')
const EMPTY_VIEWER = encode('<vi/>')

const LESS_THAN = 0x3c
/** In text: 1 ends the field, 2 is left to the general path, 3 is a byte beyond ASCII. */
const TEXT_KIND = new Uint8Array(256).map((_, byte) =>
  byte === LESS_THAN ? 1 : byte === 0x3e || byte === 0x26 ? 2 : byte >= 0x80 ? 3 : 0,
)

/**
 * Reads entries that are written in the usual way, which is all of them in real lists: tags without white space or
 * attributes, fields in order, no references. Nothing is refused here: whatever differs is left to the general path.
 *
 * An entry read here is its own canonical form, `<vi/>` apart; that is why no reference and no `>` may stand in it.
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
    const { source, texts } = this
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
      let isAscii = true
      let kind = 0
      for (at = from; at < source.length; at += 1) {
        kind = TEXT_KIND[source[at]!]!
        if (kind === 0) continue
        if (kind !== 3) break
        isAscii = false
      }
      if (kind !== 1) return -1
      texts[field] = isAscii ? source.toString('latin1', from, at) : source.toString('utf8', from, at)
      at = this.after(ENDS[field]!, at)
    }
    if (at < 0) return -1
    const end = this.after(ENTRY_END, this.skipSpace(at))
    if (end >= 0 && emptyViewerAt >= 0) {
      this.digest.replace(emptyViewerAt, emptyViewerAt + EMPTY_VIEWER.length, '<vi></vi>')
    }
    return end
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
