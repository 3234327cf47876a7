import { canonicalText, CanonicalWriter } from './canonical-writer.ts'
import { syntaxFaultOf } from './entry.ts'
import { FormatError } from './errors.ts'
import * as v1 from './format-v1.ts'
import type { Entry, WhitelistContent } from './model.ts'

/** Real entries take about 510 bytes. */
const ENTRY_BYTES_USUAL = 640
/** So many names of operators are remembered while a list is written; where more differ, they hardly repeat. */
const NAMES_MAX = 1_000

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
  // Two loops are faster than one: each keeps its own few things in the processor's cache.
  for (const entry of entries) {
    const fault = syntaxFaultOf(entry, v1.isShort)
    if (fault !== undefined) refuse(entry, fault)
  }

  const writer = new CanonicalWriter(1024 + entries.length * ENTRY_BYTES_USUAL)
  writer.ascii(`${v1.ROOT_START}
  <DateDeGeneration>${generatedAt}</DateDeGeneration>
  <ListeDomaines>`)
  const names = new Map<string, Uint8Array>()
  for (const entry of entries) writeEntry(writer, entry, names)
  writer.ascii(`
  </ListeDomaines>
${v1.ROOT_END}`)
  return writer.written()
}

/** In three pieces: the denomination is the one text that often has a character beyond Latin-1. */
function writeEntry(writer: CanonicalWriter, entry: Entry, names: Map<string, Uint8Array>): void {
  const certificateDn = canonicalText(entry.certificateDn)
  const supportContact = canonicalText(entry.supportContact)
  if (certificateDn === undefined) return refuse(entry, 'DNCertificatOperateur holds a control')
  if (supportContact === undefined) return refuse(entry, 'SupportContact holds a control')
  writer.ascii(`
    <Domaine>
      <Identifiant>${entry.number}</Identifiant>
      <db>${entry.wadoHost}</db>
      <vi>${entry.viewerHost}</vi>
      <Denomination>`)
  if (names.size < NAMES_MAX) writer.encoded(names.get(entry.denomination) ?? rememberName(entry, names))
  else writer.text(denominationOf(entry))
  writer.text(`</Denomination>
      <DNCertificatOperateur>${certificateDn}</DNCertificatOperateur>
      <SupportContact>${supportContact}</SupportContact>
      <DateMAJ>${entry.addedAt}</DateMAJ>
    </Domaine>`)
}

/** The name of an operator comes again with each of its DRIMboxes: it is checked and encoded once. */
function rememberName(entry: Entry, names: Map<string, Uint8Array>): Uint8Array {
  const name = Buffer.from(denominationOf(entry))
  names.set(entry.denomination, name)
  return name
}

function denominationOf(entry: Entry): string {
  return canonicalText(entry.denomination) ?? refuse(entry, 'Denomination holds a control')
}

function refuse({ wadoHost }: Entry, fault: string): never {
  throw new FormatError('entry-syntax', `${wadoHost}: ${fault}`)
}
