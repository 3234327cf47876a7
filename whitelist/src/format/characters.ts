import { FormatError } from './errors.ts'

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

const PLAIN = 0
const CONTROL = 1
const NEVER = 5
/** By the first byte of a character: one of the above, or the length of its UTF-8 sequence. */
const KIND = new Uint8Array(256).map((_, byte) => {
  if (byte < 0x80) return isXmlCharacter(byte) ? PLAIN : CONTROL
  if (byte < 0xc2) return NEVER
  if (byte < 0xe0) return 2
  if (byte < 0xf0) return 3
  return byte < 0xf5 ? 4 : NEVER
})

/**
 * Format 2.2: the bytes are UTF-8 (shortest form, no surrogates) and every character is one XML 1.0 allows.
 * Throws FormatError `not-utf8`, then `not-well-formed`: a character XML forbids is only told of bytes that are text at all.
 */
export function assertCharacters(bytes: Uint8Array): void {
  const length = bytes.length
  let forbiddenAt = -1
  for (let at = 0; at < length;) {
    const byte = bytes[at]!
    // Nearly every byte of a list.
    if (byte >= 0x20 && byte < 0x80) {
      at += 1
      continue
    }
    const kind = KIND[byte]!
    if (kind === PLAIN) {
      at += 1
    } else if (kind === CONTROL) {
      if (forbiddenAt < 0) forbiddenAt = at
      at += 1
    } else {
      const codePoint = kind === NEVER ? -1 : decodeSequence(bytes, at, kind)
      if (codePoint < 0) throw new FormatError('not-utf8', `${place(bytes, at)}: not a UTF-8 sequence`)
      if (forbiddenAt < 0 && !isXmlCharacter(codePoint)) forbiddenAt = at
      at += kind
    }
  }
  if (forbiddenAt >= 0) {
    throw new FormatError('not-well-formed', `${place(bytes, forbiddenAt)}: a character that XML forbids`)
  }
}

/** Code point of the sequence of `length` bytes at `at`, or -1: cut short, overlong, a surrogate or beyond U+10FFFF. */
function decodeSequence(bytes: Uint8Array, at: number, length: number): number {
  if (at + length > bytes.length) return -1
  let codePoint = bytes[at]! & (0xff >> (length + 1))
  for (let next = at + 1; next < at + length; next += 1) {
    const byte = bytes[next]!
    if ((byte & 0xc0) !== 0x80) return -1
    codePoint = (codePoint << 6) | (byte & 0x3f)
  }
  if (length === 3 && (codePoint < 0x800 || (codePoint >= 0xd800 && codePoint <= 0xdfff))) return -1
  if (length === 4 && (codePoint < 0x10000 || codePoint > 0x10ffff)) return -1
  return codePoint
}

/** XML 1.0 2.2 `Char`. */
export function isXmlCharacter(codePoint: number): boolean {
  if (codePoint < 0x20) return codePoint === 0x09 || codePoint === LINE_FEED || codePoint === CARRIAGE_RETURN
  if (codePoint <= 0xd7ff) return true
  if (codePoint < 0xe000) return false
  return codePoint <= 0xfffd || (codePoint >= 0x10000 && codePoint <= 0x10ffff)
}

/**
 * XML 1.0 2.11: CR LF and lone CR become LF before anything is parsed, which is why LF and CRLF copies of a list
 * have one digest. Returns the same bytes where there is nothing to do.
 */
export function normalizeLineEnds(bytes: Uint8Array): Uint8Array {
  const first = bytes.indexOf(CARRIAGE_RETURN)
  if (first < 0) return bytes
  const normalized = new Uint8Array(bytes.length)
  normalized.set(bytes.subarray(0, first))
  let to = first
  for (let at = first; at < bytes.length; at += 1) {
    const byte = bytes[at]!
    if (byte !== CARRIAGE_RETURN) {
      normalized[to++] = byte
    } else if (bytes[at + 1] !== LINE_FEED) {
      normalized[to++] = LINE_FEED
    }
  }
  return normalized.subarray(0, to)
}

/** `line 12`: where an offset is, for people. CR LF counts once, a lone CR not at all. */
export function place(bytes: Uint8Array, offset: number): string {
  let line = 1
  for (let at = 0; at < offset; at += 1) if (bytes[at] === LINE_FEED) line += 1
  return `line ${line}`
}
