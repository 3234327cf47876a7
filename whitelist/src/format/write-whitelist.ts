import { CanonicalWriter } from './canonical-writer.ts'
import { syntaxFaultOf } from './entry.ts'
import { FormatError } from './errors.ts'
import * as v1 from './format-v1.ts'
import type { Entry, WhitelistContent } from './model.ts'

/** Real entries take about 510 bytes. */
const ENTRY_BYTES_USUAL = 640

/** Markup of an entry, one element a line: before each of its fields, then after the last. */
const MARKUP = [...v1.ENTRY_FIELDS, undefined].map((field, index) => {
  const before = v1.ENTRY_FIELDS[index - 1]
  const end = before === undefined ? `\n    <${v1.ENTRY}>` : `</${before}>`
  return Buffer.from(end + (field === undefined ? `\n    </${v1.ENTRY}>` : `\n      <${field}>`))
})
const MARKUP_LENGTH = MARKUP.reduce((sum, { length }) => sum + length, 0)

/**
 * Writes an unsigned list as its own canonical form: its digest is the SHA-256 of these very bytes (Format 6.1). One
 * element a line, for people; the white space is signed like everything else.
 *
 * Throws FormatError where the grammar refuses a text or a date (Format 3 and 4.1 to 4.5). What entries owe each other
 * (4.6 to 4.8) is for whoever reads the list, and nobody signs a list that he has not read.
 */
export function writeUnsignedWhitelist({ generatedAt, entries }: WhitelistContent): Uint8Array {
  if (!v1.isDateTime(generatedAt)) {
    throw new FormatError('list-grammar', `${v1.GENERATED_AT} is not a date and time in UTC`)
  }
  if (entries.length > v1.ENTRIES_MAX) throw new FormatError('too-large', `over ${v1.ENTRIES_MAX} entries`)

  const start = Buffer.from(
    `${v1.ROOT_START}\n  <${v1.GENERATED_AT}>${generatedAt}</${v1.GENERATED_AT}>\n  <${v1.ENTRIES}>`,
  )
  const end = Buffer.from(`\n  </${v1.ENTRIES}>\n${v1.ROOT_END}`)
  const writer = new CanonicalWriter(start.length + entries.length * ENTRY_BYTES_USUAL + end.length)
  writer.reserve(start.length, 0)
  writer.markup(start)
  for (const entry of entries) {
    // The characters of free texts are looked at while they are written.
    const fault = syntaxFaultOf(entry, v1.isShort) ?? writeEntry(writer, entry)
    if (fault !== undefined) throw new FormatError('entry-syntax', `${entry.wadoHost}: ${fault}`)
  }
  writer.reserve(end.length, 0)
  writer.markup(end)
  return writer.written()
}

/** Says what is wrong, if something is: the list is then given up. */
function writeEntry(writer: CanonicalWriter, entry: Entry): string | undefined {
  const { wadoHost, viewerHost, denomination, certificateDn, supportContact, addedAt } = entry
  const number = String(entry.number)
  const hosts = wadoHost.length + viewerHost.length
  const texts = denomination.length + certificateDn.length + supportContact.length
  writer.reserve(MARKUP_LENGTH, number.length + hosts + texts + addedAt.length)
  writer.markup(MARKUP[0]!)
  writer.text(number)
  writer.markup(MARKUP[1]!)
  writer.text(wadoHost)
  writer.markup(MARKUP[2]!)
  writer.text(viewerHost)
  writer.markup(MARKUP[3]!)
  if (!writer.text(denomination)) return 'Denomination holds a control'
  writer.markup(MARKUP[4]!)
  if (!writer.text(certificateDn)) return 'DNCertificatOperateur holds a control'
  writer.markup(MARKUP[5]!)
  if (!writer.text(supportContact)) return 'SupportContact holds a control'
  writer.markup(MARKUP[6]!)
  writer.text(addedAt)
  writer.markup(MARKUP[7]!)
  return undefined
}
