import { isFreeText } from './format-v1.ts'
import { escapeText } from './xml-text.ts'

/** Of one UTF-16 code unit in UTF-8. */
const BYTES_PER_UNIT_MAX = 3
/** Anything but what both the format takes and canonical text writes as it is; nearly all texts have none of it. */
const NEEDS_CARE = /[^ !-%'-;=?-~\u00a0-\ud7ff]/

/**
 * Writes canonical XML as bytes, in pieces: one character beyond Latin-1 makes the whole string it stands in twice as long
 * and several times as slow to encode.
 */
export class CanonicalWriter {
  private bytes: Buffer
  private length = 0

  /** `capacity`: bytes that will probably do. */
  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafe(capacity)
  }

  /** Markup, and text that is known to be ASCII without `&`, `<` and `>`. */
  ascii(text: string): void {
    this.reserve(text.length)
    this.length += this.bytes.write(text, this.length, 'ascii')
  }

  /** What is encoded already. */
  encoded(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** Canonical text of any characters. */
  text(text: string): void {
    this.reserve(text.length * BYTES_PER_UNIT_MAX)
    this.length += this.bytes.write(text, this.length, 'utf8')
  }

  written(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }

  private reserve(count: number): void {
    const needed = this.length + count
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(needed * 2)
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }
}

/** Free text as canonical XML writes it, undefined where it holds what isFreeText refuses. */
export function canonicalText(text: string): string | undefined {
  if (!NEEDS_CARE.test(text)) return text
  return isFreeText(text) ? escapeText(text) : undefined
}
