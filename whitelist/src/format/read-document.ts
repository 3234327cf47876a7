import { canonicalElement } from './canonical.ts'
import { CanonicalDigest } from './canonical-digest.ts'
import { assertCharacters, normalizeLineEnds, place } from './characters.ts'
import { EntryRules } from './entry-rules.ts'
import { textsOf, toEntry, type EntryTexts } from './entry.ts'
import { FormatError } from './errors.ts'
import * as v1 from './format-v1.ts'
import type { Entry, ParsedWhitelist } from './model.ts'
import { PlainEntryReader } from './plain-entry.ts'
import { readSignature } from './signature-block.ts'
import { isSignature, SIGNATURE_BYTES_MAX } from './signature-names.ts'
import { assertWellFormed, readProlog } from './well-formed.ts'
import {
  EMPTY_SCOPE,
  readElement,
  textOf,
  XmlReader,
  type Scope,
  type StartTag,
  type XmlElement,
} from './xml.ts'

/** An entry has been seen at 700 bytes. */
const ENTRY_BYTES_MAX = 64 * 1024
const ROOT_SCOPE: Scope = new Map([...EMPTY_SCOPE, ['', v1.NAMESPACE]])

export interface ReadDocument {
  readonly list: ParsedWhitelist
  /** What is wrong with the entries, if anything is: told apart because the signature is judged first (Format 7). */
  readonly entryFault: FormatError | undefined
}

/**
 * Reads a list and computes its digest from the bytes it reads, in one pass (Format 2 to 5).
 *
 * Throws FormatError for everything that is wrong outside the entries: of several faults the one whose code comes
 * first, wherever it stands in the document.
 */
export function readDocument(bytes: Uint8Array, bytesMax: number): ReadDocument {
  if (bytes.length > bytesMax) {
    throw new FormatError('too-large', `${bytes.length} bytes, ${bytesMax} are allowed`)
  }
  assertCharacters(bytes)
  const source = normalizeLineEnds(bytes)
  try {
    return new DocumentReader(source).read()
  } catch (error) {
    if (error instanceof FormatError && error.code !== 'too-large') assertWellFormed(source)
    throw error
  }
}

class DocumentReader {
  private readonly source: Uint8Array
  private readonly reader: XmlReader
  private readonly digest: CanonicalDigest
  private readonly entries: Entry[] = []
  private readonly rules = new EntryRules()
  private entryFault: FormatError | undefined

  constructor(source: Uint8Array) {
    this.source = source
    this.reader = new XmlReader(source)
    this.digest = new CanonicalDigest(source)
  }

  read(): ReadDocument {
    this.readRootStart()
    const generatedAt = this.readGeneratedAt()
    this.readEntries()
    const signatures = this.readSignatures()
    const digest = this.readRootEnd()
    if (signatures.length > 1) throw new FormatError('signature-grammar', `${signatures.length} Signatures`)
    const signature = signatures[0] && readSignature(signatures[0])
    const list = { generatedAt, entries: this.entries, digest, signature }
    return { list, entryFault: this.entryFault ?? this.rules.fault(this.entries) }
  }

  /** Format 3.1. */
  private readRootStart(): void {
    const { reader } = this
    readProlog(reader, (fault) => {
      throw fault
    })
    if (reader.next() !== 'start') reader.fail('something else than the root element')
    const { name, attributes, isEmpty } = reader.readStartTag(EMPTY_SCOPE)
    const namespace = attributes.get('xmlns')
    if (name !== v1.ROOT) throw new FormatError('unknown-root', `<${name}> where <${v1.ROOT}> is due`)
    if (namespace === v1.HISTORIC_NAMESPACE) {
      throw new FormatError('historic-namespace', `${namespace}: a list of 2024, replaced since`)
    }
    if (namespace !== v1.NAMESPACE)
      throw new FormatError('unknown-root', `namespace ${namespace ?? '(none)'}`)
    const version = attributes.get('versionFormat')
    if (version !== v1.VERSION)
      throw new FormatError('unknown-version', `versionFormat ${version ?? '(none)'}`)
    if (attributes.size !== 2) this.refuse('the root bears xmlns and versionFormat, nothing else')
    if (isEmpty) this.refuse('the root is empty')
    this.digest.replace(0, reader.at, v1.ROOT_START)
  }

  /** Format 3.2. */
  private readGeneratedAt(): string {
    const from = this.expectStart(v1.GENERATED_AT)
    const element = readElement(this.reader, ROOT_SCOPE, ENTRY_BYTES_MAX)
    const text =
      element.name === v1.GENERATED_AT && element.attributes.size === 0 ? textOf(element) : undefined
    if (text === undefined) this.refuse(`<${v1.GENERATED_AT}> with a date is due`)
    if (!v1.isDateTime(text)) this.refuse(`${v1.GENERATED_AT} is not a date and time in UTC`)
    this.digest.replace(from, this.reader.at, canonicalElement(element, ROOT_SCOPE))
    return text
  }

  /** Format 3.3: any number of entries, white space between them. */
  private readEntries(): void {
    const { reader, digest } = this
    const from = this.expectStart(v1.ENTRIES)
    const tag: StartTag = reader.readStartTag(ROOT_SCOPE)
    if (tag.name !== v1.ENTRIES || tag.attributes.size > 0) this.refuse(`<${v1.ENTRIES}> is due`)
    digest.replace(from, reader.at, tag.isEmpty ? `<${v1.ENTRIES}></${v1.ENTRIES}>` : `<${v1.ENTRIES}>`)
    if (tag.isEmpty) return
    const plain = new PlainEntryReader(this.source, digest)
    for (let count = 0; ; count += 1) {
      // Faulty ones count as well: they cost as much.
      if (count > v1.ENTRIES_MAX) throw new FormatError('too-large', `over ${v1.ENTRIES_MAX} entries`)
      reader.skipSpace()
      const start = reader.at
      const end = plain.read(start)
      if (end >= 0) {
        reader.at = end
        this.addEntry(plain.texts, start)
        continue
      }
      const token = reader.next()
      if (token === 'end') break
      if (token !== 'start') this.unexpected(v1.ENTRY)
      this.readUnusualEntry(start)
    }
    this.readEnd(v1.ENTRIES)
  }

  /** An entry that is not written the usual way, or is none: the general path, with the same grammar. */
  private readUnusualEntry(start: number): void {
    const element = readElement(this.reader, ROOT_SCOPE, ENTRY_BYTES_MAX)
    if (element.name !== v1.ENTRY) this.refuse(`<${element.name}> in ${v1.ENTRIES}`)
    this.digest.replace(start, this.reader.at, canonicalElement(element, ROOT_SCOPE))
    const texts = textsOf(element)
    if (typeof texts === 'string') this.entryFault ??= this.entrySyntax(start, texts)
    else this.addEntry(texts, start)
  }

  private addEntry(texts: EntryTexts, start: number): void {
    const entry = toEntry(texts)
    if (typeof entry === 'string') {
      this.entryFault ??= this.entrySyntax(start, entry)
      return
    }
    this.entries.push(entry)
    this.rules.add(entry)
  }

  /** Format 5.1: at most one Signature, and nothing after it. What stands in its place is no part of the digest. */
  private readSignatures(): XmlElement[] {
    const { reader } = this
    const signatures: XmlElement[] = []
    for (;;) {
      reader.skipSpace()
      const token = reader.next()
      if (token === 'end') return signatures
      if (token !== 'start') this.unexpected(`</${v1.ROOT}>`)
      const start = reader.at
      const element = readElement(reader, ROOT_SCOPE, SIGNATURE_BYTES_MAX)
      if (!isSignature(element)) this.refuse(`<${element.name}> after ${v1.ENTRIES}`)
      this.digest.omit(start, reader.at)
      signatures.push(element)
      // A second one is one too many already: the rest of the document must not make us keep a thousand.
      if (signatures.length > 2) throw new FormatError('signature-grammar', 'more than two Signatures')
    }
  }

  private readRootEnd(): string {
    const { reader } = this
    this.readEnd(v1.ROOT)
    const end = reader.at
    reader.skipSpace()
    if (reader.next() !== 'nothing') this.unexpected('the end of the document')
    return this.digest.finish(end)
  }

  private readEnd(name: string): void {
    const { reader } = this
    const at = reader.at
    reader.readEndTag(name)
    this.digest.replace(at, reader.at, `</${name}>`)
  }

  private expectStart(name: string): number {
    this.reader.skipSpace()
    if (this.reader.next() !== 'start') this.unexpected(`<${name}>`)
    return this.reader.at
  }

  private unexpected(due: string): never {
    const token = this.reader.next()
    if (token === 'forbidden') {
      this.reader.fail('comment, processing instruction, CDATA or DOCTYPE', 'forbidden-construct')
    }
    if (token === 'nothing') this.reader.fail('the document is cut short')
    return this.refuse(`${token === 'text' ? 'text' : 'a tag'} where ${due} is due`)
  }

  private refuse(detail: string): never {
    throw new FormatError('list-grammar', `${place(this.source, this.reader.at)}: ${detail}`)
  }

  private entrySyntax(at: number, detail: string): FormatError {
    return new FormatError('entry-syntax', `${place(this.source, at)}: ${detail}`)
  }
}
