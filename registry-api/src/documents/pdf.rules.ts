/**
 * What makes a file a PDF that may be opened at the agency. Hostile input: the attacker chooses every byte, names may be
 * written in hexadecimal (`/J#61vaScript`), objects may hide in compressed streams, and a reader may follow offsets into
 * places where no parser looks. So nothing is parsed: all bytes are searched, and what cannot be searched is refused.
 */

/** Names that make a reader act, or hide from us what it would do. `AA` and `OpenAction` run without a click. */
const ACTIVE_NAMES = new Set([
  'AA',
  'EmbeddedFile',
  'EmbeddedFiles',
  'GoToE',
  'ImportData',
  'JS',
  'JavaScript',
  'Launch',
  'Movie',
  'OpenAction',
  'Rendition',
  'RichMedia',
  'SubmitForm',
  'XFA',
])
/** What is encrypted cannot be looked into. */
const HIDING_NAMES = new Set(['Encrypt'])
// With which of them a name can begin, or with a byte in hexadecimal: of all others nothing more is read.
const INITIALS = new Uint8Array(256)
for (const name of ['#', ...ACTIVE_NAMES, ...HIDING_NAMES]) INITIALS[name.charCodeAt(0)] = 1
// EmbeddedFiles; in hexadecimal each letter takes three bytes.
const LONGEST_WRITTEN = 13 * 3
const SLASH = 0x2f

/** Whether the file says by its first and last bytes that it is a PDF, and is nothing else before or after. */
export function isPdf(bytes: Uint8Array): boolean {
  if (bytes.length < 15 || !/^%PDF-[12]\.\d[\r\n\t ]/.test(latin1(bytes, 0, 9))) return false
  let end = bytes.length
  while (end > 0 && isBlank(bytes[end - 1]!)) end -= 1
  return latin1(bytes, end - 5, end) === '%%EOF'
}

/** A stream whose objects are not visible: where its data starts, and whether they can be made visible. */
export interface ObjectStream {
  readonly isFlate: boolean
  readonly start: number
}

/**
 * The streams that may hold objects: those whose dictionary says /ObjStm, or has the /First that none can do without.
 * Undefined where there are more than an honest file has, or where one cannot be delimited. Work is bounded: so many
 * dictionaries, each looked at over so many bytes, and all of them over little more than the file. Dictionaries of an
 * honest file lie side by side; a hostile one makes them overlap, so that each byte is looked at thousands of times.
 */
export function objectStreams(bytes: Uint8Array): ObjectStream[] | undefined {
  const streams = new Map<number, ObjectStream>()
  let looked = 0
  let left = bytes.length + SLACK_BYTES
  for (let at = bytes.indexOf(SLASH); at !== -1; at = bytes.indexOf(SLASH, at + 1)) {
    const { name, end } = readName(bytes, at)
    if (name !== 'ObjStm' && name !== 'First') continue
    looked += 1
    const stream = streamAfter(bytes, end)
    if (looked > DICTIONARIES_MAX || stream === 'lost') return undefined
    if (stream === 'none' || streams.has(stream)) continue
    const dictionary = dictionaryStart(bytes, stream)
    left -= stream - dictionary
    if (left < 0) return undefined
    const isFlate = isFlateAlone(bytes, dictionary, stream)
    streams.set(stream, { isFlate, start: dataStart(bytes, stream) })
  }
  return [...streams.values()]
}

/** Whether inflated bytes read as an object stream: numbers and offsets first. A second filter would show here. */
export function readsAsObjects(inflated: Uint8Array): boolean {
  return /^[\t\n\f\r ]*\d{1,10}[\t\n\f\r ]+\d{1,10}[\t\n\f\r ]/.test(latin1(inflated, 0, 64))
}

const DICTIONARIES_MAX = 20_000
const DICTIONARY_BYTES_MAX = 8_192
const SLACK_BYTES = 1_048_576
// That of an object stream has about eight.
const NAMES_MAX = 100

/** Where the keyword `stream` of this dictionary stands; `none` where its object ends first. */
function streamAfter(bytes: Uint8Array, from: number): number | 'none' | 'lost' {
  const limit = Math.min(bytes.length, from + DICTIONARY_BYTES_MAX)
  let depth = 0
  for (let at = from; at < limit; at += 1) {
    const byte = bytes[at]!
    // In a string and in a comment a keyword is none.
    if (depth > 0 && byte === 0x5c) at += 1
    else if (byte === 0x28) depth += 1
    else if (byte === 0x29 && depth > 0) depth -= 1
    else if (depth === 0 && byte === 0x25)
      while (at < limit && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at += 1
    else if (depth === 0 && byte === 0x65 && isAt(bytes, at, 'endobj')) return 'none'
    else if (depth === 0 && byte === 0x73 && isAt(bytes, at, 'stream')) return at
  }
  return limit === bytes.length ? 'none' : 'lost'
}

/** What is written before `stream` names one filter, the one that the caller can open, without a predictor. */
function isFlateAlone(bytes: Uint8Array, dictionary: number, stream: number): boolean {
  const names = namesIn(bytes, dictionary, stream)
  if (names.length > NAMES_MAX) return false
  const filters = names.filter((name) => /Decode$|^(Fl|AHx|A85|LZW|RL|Crypt)$/.test(name))
  return (
    filters.length === 1 && /^Fl/.test(filters[0]!) && !names.includes('DecodeParms') && !names.includes('DP')
  )
}

/** The first active or hiding name in the bytes, if any. */
export function activeNameIn(bytes: Uint8Array): string | undefined {
  for (let at = bytes.indexOf(SLASH); at !== -1; at = bytes.indexOf(SLASH, at + 1)) {
    if (INITIALS[bytes[at + 1] ?? 0] === 0) continue
    const { name, end } = readName(bytes, at)
    if (HIDING_NAMES.has(name)) return name
    if (ACTIVE_NAMES.has(name) && !isInert(name, bytes, end)) return name
  }
  return undefined
}

/**
 * What the name stands for may be harmless: a destination to open at (`/OpenAction [1 0 R /Fit]`, which office suites
 * write in every file). Two letters after a slash also happen by chance in compressed data: there `/JS` counts only
 * before a string, a dictionary or a reference, `/AA` before a dictionary or a reference.
 */
function isInert(name: string, bytes: Uint8Array, end: number): boolean {
  let at = end
  while (at < bytes.length && isBlank(bytes[at]!)) at += 1
  const next = latin1(bytes, at, at + 24)
  if (name === 'OpenAction') return next.startsWith('[')
  if (name === 'JS') return !/^(\(|<|%|\d{1,10}\s+\d{1,5}\s+R)/.test(next)
  if (name === 'AA') return !/^(<<|%|\d{1,10}\s+\d{1,5}\s+R)/.test(next)
  return false
}

/** So many that none of an honest dictionary is left out. */
function namesIn(bytes: Uint8Array, start: number, end: number): string[] {
  const names: string[] = []
  for (let at = bytes.indexOf(SLASH, start); at !== -1 && at < end; at = bytes.indexOf(SLASH, at + 1)) {
    names.push(readName(bytes, at).name)
    if (names.length > NAMES_MAX) break
  }
  return names
}

/** A name as a reader reads it: `#xx` is one byte. Longer than any we look for, it is cut. */
function readName(bytes: Uint8Array, slash: number): { name: string; end: number } {
  const limit = Math.min(bytes.length, slash + 1 + LONGEST_WRITTEN + 3)
  let name = ''
  let at = slash + 1
  while (at < limit && !isDelimiter(bytes[at]!)) {
    const hex = bytes[at] === 0x23 ? (digit(bytes[at + 1]) << 4) | digit(bytes[at + 2]) : -1
    name += String.fromCharCode(hex < 0 ? bytes[at]! : hex)
    at += hex < 0 ? 1 : 3
  }
  return { name, end: at }
}

/** Of a hexadecimal digit, its value; negative for anything else, as is whatever it is joined with. */
function digit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** Where the object of a stream begins: the last `obj` before it, not too far away. */
function dictionaryStart(bytes: Uint8Array, stream: number): number {
  const floor = Math.max(0, stream - DICTIONARY_BYTES_MAX)
  for (let at = stream - 3; at > floor; at -= 1) if (isAt(bytes, at, 'obj')) return at
  return floor
}

function dataStart(bytes: Uint8Array, stream: number): number {
  let at = stream + 6
  if (bytes[at] === 0x0d) at += 1
  if (bytes[at] === 0x0a) at += 1
  return at
}

function isAt(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (bytes[at + index] !== text.charCodeAt(index)) return false
  return true
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(Math.max(0, start), Math.max(0, end)))
}

function isBlank(byte: number): boolean {
  return byte === 0 || byte === 9 || byte === 10 || byte === 12 || byte === 13 || byte === 32
}

// White space, and ( ) < > [ ] { } / %
const DELIMITERS = new Uint8Array(256)
for (const byte of [0, 9, 10, 12, 13, 32, 0x28, 0x29, 0x3c, 0x3e, 0x5b, 0x5d, 0x7b, 0x7d, 0x2f, 0x25])
  DELIMITERS[byte] = 1

function isDelimiter(byte: number): boolean {
  return DELIMITERS[byte] === 1
}
