import { FormatError } from './errors.ts'
import { DEPTH_MAX, EMPTY_SCOPE, skipForbidden, XmlReader, type Scope } from './xml.ts'

const DECLARATION =
  /^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(["'])(1\.[0-9]+)\1(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(["'])([A-Za-z][A-Za-z0-9._-]*)\3)?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(["'])(?:yes|no)\5)?[ \t\n]*\?>/
/**
 * Tags, texts and comments. An entry has 25 of them, and 200,000 entries are the limit: what has more is no list, and
 * whoever verifies must not be kept busy with it.
 */
const TOKENS_MAX = 6_000_000
/** A list bears about thirty, all of them in its root and its Signature. */
const ATTRIBUTES_MAX = 10_000
/** Far longer than any declaration that the grammar takes. */
const DECLARATION_LENGTH_MAX = 256

/**
 * Format 2.4: an optional XML declaration of version 1.0 that names no encoding but UTF-8, then white space.
 * Leaves the reader at whatever comes next. `onForbidden` hears of what is well-formed but refused.
 */
export function readProlog(reader: XmlReader, onForbidden: (fault: FormatError) => void): void {
  if (reader.bytes[0] === 0xef && reader.bytes[1] === 0xbb && reader.bytes[2] === 0xbf) {
    onForbidden(new FormatError('forbidden-construct', 'line 1: a byte order mark'))
    reader.at = 3
  }
  if (/^<\?xml[ \t\n]/.test(reader.bytes.toString('latin1', reader.at, reader.at + 6))) {
    const match = DECLARATION.exec(
      reader.bytes.toString('latin1', reader.at, reader.at + DECLARATION_LENGTH_MAX),
    )
    if (!match) reader.fail('the XML declaration cannot be read')
    const [whole, , version, , encoding = 'UTF-8'] = match
    if (encoding.toUpperCase() !== 'UTF-8')
      throw new FormatError('not-utf8', `the XML declaration says ${encoding}`)
    if (version !== '1.0') onForbidden(new FormatError('forbidden-construct', `XML version ${version}`))
    reader.at += whole.length
  }
  reader.skipSpace()
}

/**
 * Reads a refused document to its end for the one reason that codes have an order: a list that is cut short is
 * `not-well-formed`, whatever else is wrong with its first half. Throws FormatError `too-large`, `not-well-formed` or
 * `forbidden-construct`, the earliest in the order of codes; returns where none applies.
 */
export function assertWellFormed(bytes: Uint8Array): void {
  const reader = new XmlReader(bytes)
  let forbidden: FormatError | undefined
  readProlog(reader, (fault) => {
    forbidden ??= fault
  })
  const open: { name: string; scope: Scope }[] = []
  let hasRoot = false
  let tokens = 0
  let attributes = 0
  for (let token = reader.next(); token !== 'nothing'; token = reader.next()) {
    tokens += 1
    if (tokens > TOKENS_MAX) reader.fail(`over ${TOKENS_MAX} tags and texts`, 'too-large')
    const innermost = open.at(-1)
    switch (token) {
      case 'start': {
        if (!innermost && hasRoot) reader.fail('a second root element')
        if (open.length >= DEPTH_MAX) reader.fail(`over ${DEPTH_MAX} levels of elements`, 'too-large')
        const tag = reader.readStartTag(innermost?.scope ?? EMPTY_SCOPE)
        attributes += tag.attributes.size
        if (attributes > ATTRIBUTES_MAX) reader.fail(`over ${ATTRIBUTES_MAX} attributes`, 'too-large')
        if (!tag.isEmpty) open.push(tag)
        hasRoot = true
        break
      }
      case 'end':
        if (!innermost) return reader.fail('an end tag that closes nothing')
        reader.readEndTag(innermost.name)
        open.pop()
        break
      case 'text':
        // White space may be of any length: it is passed over, not read.
        if (!reader.skipSpace() && !innermost) reader.fail('text outside the root element')
        if (innermost && reader.next() === 'text') reader.readText()
        break
      case 'forbidden':
        if (!innermost && reader.startsWith('<![CDATA[')) reader.fail('CDATA outside the root element')
        // The first alone: to say where a construct stands takes as long as what stands before it.
        forbidden ??= forbiddenAt(reader)
        skipForbidden(reader)
    }
  }
  const unclosed = open.at(-1)
  if (unclosed) reader.fail(`<${unclosed.name}> is not closed`)
  if (!hasRoot) reader.fail('no root element')
  if (forbidden) throw forbidden
}

function forbiddenAt(reader: XmlReader): FormatError {
  try {
    return reader.fail('comment, processing instruction, CDATA or DOCTYPE', 'forbidden-construct')
  } catch (fault) {
    return fault as FormatError
  }
}
