import { FormatError } from './errors.ts'

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/** What a byte may be at the start of a character: 0 plain, 1 refused control, 2 to 4 length of a UTF-8 sequence, 5 never. */
const KIND = new Uint8Array(256).map((_, byte) => {
  if (byte === 0x09 || byte === LINE_FEED || byte === CARRIAGE_RETURN) return 0
  if (byte < 0x20) return 1
  if (byte < 0x80) return 0
  if (byte < 0xc2) return 5
  if (byte < 0xe0) return 2
  if (byte < 0xf0) return 3
  return byte < 0xf5 ? 4 : 5
})

/**
 * Format 2.2: the bytes are UTF-8 (shortest form, no surrogates) and every character is one XML 1.0 allows.
 * Throws FormatError `not-utf8`, then `not-well-formed`: a character XML forbids is only told of bytes that are text at all.
 */
export function assertCharacters(bytes: Uint8Array): void {
  const length = bytes.length
  let forbiddenAt = -1
  for (let at = 0; at < length;) {
    const kind = KIND[bytes[at]!]!
    if (kind === 0) {
      at += 1
    } else if (kind === 1) {
      if (forbiddenAt < 0) forbiddenAt = at
      at += 1
    } else {
      const codePoint = kind === 5 ? -1 : decodeSequence(bytes, at, kind)
      if (codePoint < 0) throw new FormatError('not-utf8', `${place(bytes, at)}: not a UTF-8 sequence`)
      if (codePoint === 0xfffe || codePoint === 0xffff) if (forbiddenAt < 0) forbiddenAt = at
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
