/** DER as X.690 defines it, and only so much of it as certificates, names and revocation lists need. */

export class DerError extends Error {
  override readonly name = 'DerError'
}

export interface DerValue {
  /** Identifier octet: class, constructed bit and number. */
  readonly tag: number
  /** Content, without the header. */
  readonly content: Uint8Array
  /** Header and content. */
  readonly encoded: Uint8Array
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** Context-specific tag: `[number]`, primitive or constructed. */
export function contextTag(number: number, isConstructed: boolean): number {
  return 0x80 | (isConstructed ? 0x20 : 0) | number
}

/** Reads the value at `at`. Throws DerError: cut short, a length not in its shortest form, a tag of several octets. */
export function readDer(bytes: Uint8Array, at = 0): DerValue {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) throw new DerError('cut short')
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag of several octets')
  let length = first
  let start = at + 2
  if (first >= 0x80) {
    const octets = first & 0x7f
    if (octets === 0 || octets > 4) throw new DerError('an indefinite or oversized length')
    length = 0
    for (let index = 0; index < octets; index += 1)
      length = length * 256 + (bytes[start + index] ?? Number.NaN)
    if (!(length >= 0x80) || (octets > 1 && bytes[start] === 0))
      throw new DerError('a length not in its shortest form')
    start += octets
  }
  if (start + length > bytes.length) throw new DerError('cut short')
  return { tag, content: bytes.subarray(start, start + length), encoded: bytes.subarray(at, start + length) }
}

/** The values inside a constructed one. Throws DerError. */
export function derChildren({ content }: DerValue): DerValue[] {
  const children: DerValue[] = []
  for (let at = 0; at < content.length;) {
    const child = readDer(content, at)
    children.push(child)
    at += child.encoded.length
  }
  return children
}

/** Reads the one value that the bytes hold, of that tag. Throws DerError where anything else is there. */
export function readWholeDer(bytes: Uint8Array, tag: number): DerValue {
  const value = readDer(bytes)
  if (value.encoded.length !== bytes.length) throw new DerError('bytes after the end')
  return expectTag(value, tag)
}

export function expectTag(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag !== tag) {
    throw new DerError(`tag ${value ? hexOctet(value.tag) : '(none)'} where ${hexOctet(tag)} is due`)
  }
  return value
}

/** Encodes a value: shortest length, as DER demands. */
export function encodeDer(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents)
  const header = [tag]
  if (content.length < 0x80) {
    header.push(content.length)
  } else {
    const octets: number[] = []
    for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
    header.push(0x80 | octets.length, ...octets)
  }
  return Buffer.concat([Uint8Array.from(header), content])
}

/** Object identifier in dotted form. Throws DerError. */
export function readOid({ content }: DerValue): string {
  if (content.length === 0 || (content.at(-1)! & 0x80) !== 0)
    throw new DerError('an object identifier cut short')
  const arcs: number[] = []
  let arc = 0
  for (const octet of content) {
    if (arc === 0 && octet === 0x80) throw new DerError('an object identifier not in its shortest form')
    arc = arc * 128 + (octet & 0x7f)
    if (!Number.isSafeInteger(arc)) throw new DerError('an object identifier beyond reason')
    if ((octet & 0x80) === 0) {
      arcs.push(arc)
      arc = 0
    }
  }
  const [joined = 0, ...rest] = arcs
  const first = Math.min(Math.floor(joined / 40), 2)
  return [first, joined - first * 40, ...rest].join('.')
}

/** Content of an INTEGER that is not negative, in lower-case hex without leading zeros; '0' for zero. Throws DerError. */
export function readUnsignedHex(value: DerValue): string {
  const { content } = expectTag(value, TAG.integer)
  if (content.length === 0) throw new DerError('an integer without octets')
  return Buffer.from(content)
    .toString('hex')
    .replace(/^0+(?=.)/, '')
}

/** UTCTime or GeneralizedTime as RFC 5280 4.1.2.5 writes them: seconds, `Z`, no fraction. Throws DerError. */
export function readTime({ tag, content }: DerValue): Date {
  const text = Buffer.from(content).toString('latin1')
  const pattern =
    tag === TAG.utcTime ? /^(\d\d)(\d{10})Z$/ : tag === TAG.generalizedTime ? /^(\d{4})(\d{10})Z$/ : undefined
  const match = pattern?.exec(text)
  if (!match) throw new DerError('not a time')
  const [, yearDigits = '', rest = ''] = match
  const short = Number(yearDigits)
  const year = tag === TAG.utcTime ? (short < 50 ? 2000 + short : 1900 + short) : short
  const [month, day, hour, minute, second] = rest.match(/\d\d/g)!.map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const isReal =
    time.getUTCMonth() === month - 1 && time.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  if (!isReal || Number.isNaN(time.getTime())) throw new DerError('not a time')
  return time
}

function hexOctet(octet: number): string {
  return `0x${octet.toString(16).padStart(2, '0')}`
}
