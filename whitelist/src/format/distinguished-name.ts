import {
  DerError,
  derChildren,
  expectTag,
  readDer,
  readOid,
  readWholeDer,
  TAG,
  type DerValue,
} from './der.ts'

/** One attribute of a name: its OID in dotted form and its value as text. */
export interface NameAttribute {
  readonly oid: string
  readonly value: string
}

/** Relative names in RFC 4514 order (most specific first); several attributes in one only where written with `+`. */
export type DistinguishedName = readonly (readonly NameAttribute[])[]

export class DistinguishedNameError extends Error {
  override readonly name = 'DistinguishedNameError'
}

/** RFC 4514 3, RFC 4519 and what certificates of health software bear; the first keyword of an OID is the one written. */
const OIDS: readonly (readonly [string, string])[] = [
  ['CN', '2.5.4.3'],
  ['SURNAME', '2.5.4.4'],
  ['SN', '2.5.4.4'],
  ['SERIALNUMBER', '2.5.4.5'],
  ['C', '2.5.4.6'],
  ['L', '2.5.4.7'],
  ['ST', '2.5.4.8'],
  ['S', '2.5.4.8'],
  ['STREET', '2.5.4.9'],
  ['O', '2.5.4.10'],
  ['OU', '2.5.4.11'],
  ['TITLE', '2.5.4.12'],
  ['T', '2.5.4.12'],
  ['GIVENNAME', '2.5.4.42'],
  ['GN', '2.5.4.42'],
  ['organizationIdentifier', '2.5.4.97'],
  ['UID', '0.9.2342.19200300.100.1.1'],
  ['DC', '0.9.2342.19200300.100.1.25'],
  ['emailAddress', '1.2.840.113549.1.9.1'],
  ['E', '1.2.840.113549.1.9.1'],
]
const OID_OF_KEYWORD = new Map(OIDS.map(([keyword, oid]) => [keyword.toUpperCase(), oid]))
const KEYWORD_OF_OID = new Map([...OIDS].reverse().map(([keyword, oid]) => [oid, keyword]))

const DOTTED = /^[0-2](?:\.(?:0|[1-9]\d{0,9})){1,20}$/
const TYPE = / *([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+) *= */y
const HEX_VALUE = /#((?:[0-9A-Fa-f]{2})+)/y
const QUOTED_VALUE = /"((?:[^"\\]|\\(?:[0-9A-Fa-f]{2}|[ "#+,;<=>\\]))*)"/y
const PLAIN_VALUE = /(?:[^"+,;<>\\]|\\(?:[0-9A-Fa-f]{2}|[ "#+,;<=>\\]))*/y
const SEPARATOR = / *([,+])/y

/**
 * Parses RFC 4514 text: any known keyword or dotted OID, escapes, `#` hex values; also the blanks after commas and the
 * quotes of RFC 2253, which Java writes. Throws DistinguishedNameError; the empty name is refused.
 */
export function parseDistinguishedName(text: string): DistinguishedName {
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at = pattern.lastIndex
    return match
  }
  const name: NameAttribute[][] = [[]]
  for (;;) {
    const type = take(TYPE)
    if (!type) throw new DistinguishedNameError(`no attribute type at character ${at + 1}`)
    name.at(-1)!.push({ oid: oidOf(type[1]!), value: takeValue(take) })
    const separator = take(SEPARATOR)
    if (!separator) break
    if (separator[1] === ',') name.push([])
  }
  if (/[^ ]/.test(text.slice(at))) throw new DistinguishedNameError(`unexpected character ${at + 1}`)
  return name
}

function takeValue(take: (pattern: RegExp) => RegExpExecArray | null): string {
  const hex = take(HEX_VALUE)
  if (hex) return valueFromDer(Buffer.from(hex[1]!, 'hex'))
  const quoted = take(QUOTED_VALUE)
  if (quoted) return unescapeValue(quoted[1]!)
  const plain = take(PLAIN_VALUE)?.[0] ?? ''
  if (plain.startsWith('#')) throw new DistinguishedNameError('a # value that is not hexadecimal')
  // Blanks around a value belong to it only where they are escaped.
  return unescapeValue(plain.replace(/(?<!\\)((?:\\\\)*) +$/, '$1'))
}

function unescapeValue(escaped: string): string {
  if (!escaped.includes('\\')) return escaped
  const parts = escaped.match(/(?:\\[0-9A-Fa-f]{2})+|\\.|[^\\]+/gsu) ?? []
  return parts.map((part) => (/^\\[0-9A-Fa-f]{2}/.test(part) ? utf8(part) : part.replace(/^\\/, ''))).join('')
}

/** `\C3\B4` is one character: hex pairs are octets of UTF-8, not characters. */
function utf8(pairs: string): string {
  return decodeUtf8(Buffer.from(pairs.replaceAll('\\', ''), 'hex'))
}

function oidOf(type: string): string {
  const oid = DOTTED.test(type) ? type : OID_OF_KEYWORD.get(type.toUpperCase())
  if (oid === undefined) throw new DistinguishedNameError(`unknown attribute type ${type}`)
  return oid
}

/** Reads a DER `Name` (X.501). Throws DistinguishedNameError. */
export function distinguishedNameFromDer(der: Uint8Array): DistinguishedName {
  try {
    const name = derChildren(readWholeDer(der, TAG.sequence)).map((relative) =>
      derChildren(expectTag(relative, TAG.set)).map((attribute) => {
        const [type, value, ...more] = derChildren(expectTag(attribute, TAG.sequence))
        if (!value || more.length > 0) throw new DerError('not a type and a value')
        return { oid: readOid(expectTag(type, TAG.oid)), value: textOf(value) }
      }),
    )
    if (name.some((relative) => relative.length === 0)) throw new DerError('an empty relative name')
    return name.reverse()
  } catch (error) {
    if (error instanceof DerError) throw new DistinguishedNameError(`not a DER name: ${error.message}`)
    throw error
  }
}

function valueFromDer(der: Uint8Array): string {
  try {
    const value = readDer(der)
    if (value.encoded.length !== der.length) throw new DerError('bytes after the end')
    return textOf(value)
  } catch (error) {
    if (error instanceof DerError)
      throw new DistinguishedNameError(`a # value that is not DER: ${error.message}`)
    throw error
  }
}

/** Text of a string type. A value of any other type is refused: no name of a DRIMbox or of an authority has one. */
function textOf({ tag, content }: DerValue): string {
  const bytes = Buffer.from(content)
  switch (tag) {
    case TAG.utf8String:
      return decodeUtf8(bytes)
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.teletexString:
      return bytes.toString('latin1')
    case TAG.bmpString:
      if (bytes.length % 2 !== 0) throw new DistinguishedNameError('a BMPString of half characters')
      return bytes.swap16().toString('utf16le')
    default:
      throw new DistinguishedNameError('a value that is not a string')
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new DistinguishedNameError('a value that is not UTF-8')
  }
}

/** RFC 4514 text, most specific first, without blanks between relative names. */
export function formatDistinguishedName(name: DistinguishedName): string {
  return name
    .map((relative) =>
      relative.map(({ oid, value }) => `${KEYWORD_OF_OID.get(oid) ?? oid}=${escapeValue(value)}`).join('+'),
    )
    .join(',')
}

function escapeValue(value: string): string {
  return value.replace(/["+,;<>\\]|^[ #]| $/g, '\\$&').replaceAll('\0', '\\00')
}

/**
 * Format 6.2: the same relative names in the same order, each with the same attributes, compared by OID and value.
 *
 * The list writes CN first (RFC 4514), the certificate C first, and both may escape or compose an accent differently:
 * equal strings are neither needed nor enough. Letters A to Z and runs of blanks do not count (X.520 caseIgnoreMatch);
 * the case of other letters does, so that no folding rule of another alphabet can make two names one.
 */
export function equalDistinguishedNames(a: DistinguishedName, b: DistinguishedName): boolean {
  return a.length === b.length && a.every((relative, index) => equalRelativeNames(relative, b[index]!))
}

function equalRelativeNames(a: readonly NameAttribute[], b: readonly NameAttribute[]): boolean {
  const keysA = a.map(comparisonKey).sort()
  const keysB = b.map(comparisonKey).sort()
  return keysA.length === keysB.length && keysA.every((key, index) => key === keysB[index])
}

function comparisonKey({ oid, value }: NameAttribute): string {
  const folded = value.normalize('NFC').replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  return `${oid}=${folded.replace(/ +/g, ' ').trim()}`
}

/** Value of the one attribute of that keyword or OID; undefined where it is absent or stands more than once. */
export function attributeOf(name: DistinguishedName, keyword: string): string | undefined {
  const oid = OID_OF_KEYWORD.get(keyword.toUpperCase()) ?? keyword
  const values = name.flat().filter((attribute) => attribute.oid === oid)
  return values.length === 1 ? values[0]!.value : undefined
}
