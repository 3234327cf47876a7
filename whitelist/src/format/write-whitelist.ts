import { firstEntryFault, syntaxFaultOf } from './entry.ts'
import { FormatError } from './errors.ts'
import * as v1 from './format-v1.ts'
import type { Entry, WhitelistContent } from './model.ts'
import { escapeText } from './xml-text.ts'

/** One string of a whole list takes three times as long to encode as parts that stay in the processor's cache. */
const ENTRIES_PER_PART = 64

/**
 * Writes an unsigned list as its own canonical form: its digest is the SHA-256 of these very bytes (Format 6.1). One
 * element a line, for people; the white space is signed like everything else.
 *
 * Throws FormatError for content that readWhitelist would refuse: nothing is written that cannot be read back.
 */
export function writeUnsignedWhitelist({ generatedAt, entries }: WhitelistContent): Uint8Array {
  if (!v1.isDateTime(generatedAt)) {
    throw new FormatError('list-grammar', `${v1.GENERATED_AT} is not a date and time in UTC`)
  }
  if (entries.length > v1.ENTRIES_MAX) throw new FormatError('too-large', `over ${v1.ENTRIES_MAX} entries`)
  const parts = [
    `${v1.ROOT_START}\n  <${v1.GENERATED_AT}>${generatedAt}</${v1.GENERATED_AT}>\n  <${v1.ENTRIES}>`,
  ]
  for (let at = 0; at < entries.length; at += ENTRIES_PER_PART) {
    let part = ''
    for (const entry of entries.slice(at, at + ENTRIES_PER_PART)) {
      const fault = syntaxFaultOf(entry)
      if (fault !== undefined) throw new FormatError('entry-syntax', `${entry.wadoHost}: ${fault}`)
      part += entryText(entry)
    }
    parts.push(part)
  }
  const fault = firstEntryFault(entries)
  if (fault) throw fault
  parts.push(`\n  </${v1.ENTRIES}>\n${v1.ROOT_END}`)
  return Buffer.concat(parts.map((part) => Buffer.from(part, 'utf8')))
}

function entryText(entry: Entry): string {
  return `
    <Domaine>
      <Identifiant>${entry.number}</Identifiant>
      <db>${entry.wadoHost}</db>
      <vi>${entry.viewerHost}</vi>
      <Denomination>${escapeText(entry.denomination)}</Denomination>
      <DNCertificatOperateur>${escapeText(entry.certificateDn)}</DNCertificatOperateur>
      <SupportContact>${escapeText(entry.supportContact)}</SupportContact>
      <DateMAJ>${entry.addedAt}</DateMAJ>
    </Domaine>`
}
