import { place } from './characters.ts'
import { FormatError } from './errors.ts'
import { resolveReferences } from './xml-text.ts'

/**
 * The subset of XML that a list may use (Format 2): elements, attributes, text, the five named references and
 * numeric ones. Comments, processing instructions, CDATA and DOCTYPE are recognised in order to be refused.
 * The bytes have passed assertCharacters and normalizeLineEnds.
 */

/** Prefix → namespace; '' is the default one. */
export type Scope = ReadonlyMap<string, string>

export interface StartTag {
  /** As written, prefix included. */
  readonly name: string
  /** As written, `xmlns` declarations included, references resolved. */
  readonly attributes: ReadonlyMap<string, string>
  /** Namespaces in scope inside the element. */
  readonly scope: Scope
  readonly isEmpty: boolean
}

export interface XmlElement extends Omit<StartTag, 'isEmpty'> {
  readonly children: readonly (XmlElement | string)[]
}

export type NextToken = 'start' | 'end' | 'text' | 'forbidden' | 'nothing'

/** A list needs 11 levels, the deepest in SignedProperties. */
export const DEPTH_MAX = 32
/** The format never needs more than three; a tag must not be able to fill the memory. */
const ATTRIBUTES_MAX = 32
/** A name, a value or a text of a list is far shorter: a stranger's must not become a string as long as his file. */
const NAME_BYTES_MAX = 256
const TEXT_BYTES_MAX = 256 * 1024
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/'
export const EMPTY_SCOPE: Scope = new Map([['xml', XML_NAMESPACE]])

const LESS_THAN = 0x3c
const GREATER_THAN = 0x3e
const SLASH = 0x2f
const EQUALS = 0x3d

const IS_SPACE = tableOf(' \t\n\r')
/** Bytes above 0x7f count as letters: no name with one is in the grammar, so finer rules would decide nothing. */
const IS_NAME_START = tableOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_', 0x80)
const IS_NAME = tableOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789-.', 0x80)

function tableOf(characters: string, allFrom = 0x100): Uint8Array {
  return new Uint8Array(256).map((_, byte) =>
    byte >= allFrom || characters.includes(String.fromCharCode(byte)) ? 1 : 0,
  )
}

export class XmlReader {
  readonly bytes: Buffer
  at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
  }

  fail(
    detail: string,
    code: 'not-well-formed' | 'forbidden-construct' | 'too-large' = 'not-well-formed',
  ): never {
    throw new FormatError(code, `${place(this.bytes, this.at)}: ${detail}`)
  }

  next(): NextToken {
    if (this.at >= this.bytes.length) return 'nothing'
    if (this.bytes[this.at] !== LESS_THAN) return 'text'
    const after = this.bytes[this.at + 1]
    if (after === SLASH) return 'end'
    return after === 0x21 || after === 0x3f ? 'forbidden' : 'start' // '!' or '?'
  }

  startsWith(literal: string): boolean {
    return this.bytes.toString('latin1', this.at, this.at + literal.length) === literal
  }

  skipSpace(): boolean {
    const from = this.at
    while (this.at < this.bytes.length && IS_SPACE[this.bytes[this.at]!] === 1) this.at += 1
    return this.at > from
  }

  readStartTag(outer: Scope): StartTag {
    this.at += 1
    const name = this.readQualifiedName()
    const attributes = new Map<string, string>()
    for (;;) {
      const spaced = this.skipSpace()
      const byte = this.bytes[this.at]
      if (byte === GREATER_THAN || byte === SLASH) break
      if (!spaced) this.fail(`in <${name}>: white space, > or /> is missing`)
      const attribute = this.readQualifiedName()
      if (attributes.has(attribute)) this.fail(`<${name}> bears ${attribute} twice`)
      attributes.set(attribute, this.readAttributeValue(attribute))
      if (attributes.size > ATTRIBUTES_MAX)
        this.fail(`<${name}> bears over ${ATTRIBUTES_MAX} attributes`, 'too-large')
    }
    const isEmpty = this.bytes[this.at] === SLASH
    if (isEmpty) this.at += 1
    this.expect(GREATER_THAN, `the end of <${name}>`)
    return { name, attributes, scope: this.openScope(name, attributes, outer), isEmpty }
  }

  /** Reads `</name>` and demands that it closes what is open. */
  readEndTag(open: string): void {
    this.at += 2
    const name = this.readQualifiedName()
    this.skipSpace()
    this.expect(GREATER_THAN, `the end of </${name}>`)
    if (name !== open) this.fail(`</${name}> where </${open}> is due`)
  }

  /** Reads text up to the next tag, references resolved. */
  readText(): string {
    const next = this.bytes.indexOf(LESS_THAN, this.at)
    const end = next < 0 ? this.bytes.length : next
    if (end - this.at > TEXT_BYTES_MAX) this.fail(`a text of over ${TEXT_BYTES_MAX} bytes`, 'too-large')
    const raw = this.bytes.toString('utf8', this.at, end)
    if (raw.includes(']]>')) this.fail(']]> in text')
    const text = this.resolve(raw)
    this.at = end
    return text
  }

  private readAttributeValue(attribute: string): string {
    this.skipSpace()
    this.expect(EQUALS, `= after ${attribute}`)
    this.skipSpace()
    const quote = this.bytes[this.at]
    if (quote !== 0x22 && quote !== 0x27) this.fail(`the value of ${attribute} is not quoted`)
    const end = this.bytes.indexOf(quote, this.at + 1)
    if (end < 0) this.fail(`the value of ${attribute} does not end`)
    if (end - this.at > TEXT_BYTES_MAX)
      this.fail(`the value of ${attribute} has over ${TEXT_BYTES_MAX} bytes`, 'too-large')
    const raw = this.bytes.toString('utf8', this.at + 1, end)
    if (raw.includes('<')) this.fail(`< in the value of ${attribute}`)
    const value = this.resolve(raw.replace(/[\t\n]/g, ' '))
    this.at = end + 1
    return value
  }

  private resolve(raw: string): string {
    try {
      return resolveReferences(raw)
    } catch (error) {
      if (error instanceof FormatError) this.fail(error.detail)
      throw error
    }
  }

  private readQualifiedName(): string {
    const from = this.at
    this.skipNamePart()
    if (this.bytes[this.at] === 0x3a) {
      this.at += 1
      this.skipNamePart()
    }
    if (this.at - from > NAME_BYTES_MAX) this.fail(`a name of over ${NAME_BYTES_MAX} bytes`, 'too-large')
    return this.bytes.toString('utf8', from, this.at)
  }

  private skipNamePart(): void {
    if (this.at >= this.bytes.length || IS_NAME_START[this.bytes[this.at]!] !== 1)
      this.fail('a name is due here')
    while (this.at < this.bytes.length && IS_NAME[this.bytes[this.at]!] === 1) this.at += 1
  }

  private expect(byte: number, what: string): void {
    if (this.bytes[this.at] !== byte) this.fail(`${what} is missing`)
    this.at += 1
  }

  /** Namespaces in XML 1.0: declarations take effect, every prefix used is declared, no attribute twice under two prefixes. */
  private openScope(name: string, attributes: ReadonlyMap<string, string>, outer: Scope): Scope {
    let scope: Map<string, string> | undefined
    for (const [attribute, value] of attributes) {
      const prefix = declaredPrefix(attribute)
      if (prefix === undefined) continue
      const isReserved =
        prefix === 'xml' || prefix === 'xmlns' || value === XML_NAMESPACE || value === XMLNS_NAMESPACE
      if (isReserved || (prefix !== '' && value === '')) this.fail(`${attribute}="${value}" is not allowed`)
      scope ??= new Map(outer)
      scope.set(prefix, value)
    }
    const inside = scope ?? outer
    this.namespaceOf(name, inside)
    const expanded = new Set<string>()
    for (const attribute of attributes.keys()) {
      if (!attribute.includes(':') || declaredPrefix(attribute) !== undefined) continue
      const full = `${this.namespaceOf(attribute, inside)} ${localName(attribute)}`
      if (expanded.has(full)) this.fail(`<${name}> bears ${attribute} twice under two prefixes`)
      expanded.add(full)
    }
    return inside
  }

  private namespaceOf(name: string, scope: Scope): string {
    const prefix = prefixOf(name)
    const namespace = scope.get(prefix)
    if (namespace === undefined && prefix !== '') this.fail(`the prefix of ${name} is not declared`)
    return namespace ?? ''
  }
}

export function prefixOf(name: string): string {
  return name.slice(0, Math.max(name.indexOf(':'), 0))
}

export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** Prefix that an attribute declares ('' for the default namespace), undefined where it declares none. */
export function declaredPrefix(attribute: string): string | undefined {
  if (attribute === 'xmlns') return ''
  return attribute.startsWith('xmlns:') ? attribute.slice(6) : undefined
}

/** Reads one whole element, at most `bytesMax` long. Throws FormatError; nothing outside the element is looked at. */
export function readElement(reader: XmlReader, outer: Scope, bytesMax: number, depth = 1): XmlElement {
  if (depth > DEPTH_MAX) reader.fail(`over ${DEPTH_MAX} levels of elements`, 'too-large')
  const from = reader.at
  const { name, attributes, scope, isEmpty } = reader.readStartTag(outer)
  const children: (XmlElement | string)[] = []
  let isOpen = !isEmpty
  while (isOpen) {
    if (reader.at - from > bytesMax) reader.fail(`<${name}> is longer than ${bytesMax} bytes`, 'too-large')
    switch (reader.next()) {
      case 'start':
        children.push(readElement(reader, scope, bytesMax - (reader.at - from), depth + 1))
        break
      case 'end':
        reader.readEndTag(name)
        isOpen = false
        break
      case 'text':
        children.push(reader.readText())
        break
      case 'forbidden':
        reader.fail('comment, processing instruction, CDATA or DOCTYPE', 'forbidden-construct')
        break
      case 'nothing':
        reader.fail(`<${name}> is not closed`)
    }
  }
  return { name, attributes, scope, children }
}

/** Text of an element that holds no other element: '' where it is empty, undefined where there is an element in it. */
export function textOf({ children }: XmlElement): string | undefined {
  const texts = children.filter((child) => typeof child === 'string')
  return texts.length === children.length ? texts.join('') : undefined
}

/** Skips a comment, processing instruction or CDATA section; a DOCTYPE ends the reading, for what it declares could change all the rest. */
export function skipForbidden(reader: XmlReader): void {
  const start = reader.at
  for (const [open, close] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ] as const) {
    if (!reader.startsWith(open)) continue
    const end = reader.bytes.indexOf(close, reader.at + open.length, 'latin1')
    if (end < 0) reader.fail(`${open} is not closed`)
    reader.at = end + close.length
    return
  }
  reader.at = start
  reader.fail('a DOCTYPE, or <! that opens nothing', 'forbidden-construct')
}
