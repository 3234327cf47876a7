import { syntaxFaultOf } from './entry.ts'
import { FormatError } from './errors.ts'
import * as v1 from './format-v1.ts'
import type { Entry, WhitelistContent } from './model.ts'
import { escapeText } from './xml-text.ts'

/** Real entries take about 510 bytes. */
const ENTRY_BYTES_USUAL = 640
/** Of one UTF-16 code unit. */
const UTF8_BYTES_MAX = 3

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

  const bytes = new GrowingBytes(entries.length * ENTRY_BYTES_USUAL)
  bytes.append(
    `${v1.ROOT_START}\n  <${v1.GENERATED_AT}>${generatedAt}</${v1.GENERATED_AT}>\n  <${v1.ENTRIES}>`,
  )
  for (const entry of entries) {
    const fault = syntaxFaultOf(entry)
    if (fault !== undefined) throw new FormatError('entry-syntax', `${entry.wadoHost}: ${fault}`)
    appendEntry(bytes, entry)
  }
  bytes.append(`\n  </${v1.ENTRIES}>\n${v1.ROOT_END}`)
  return bytes.written()
}

/** In three pieces: names of operators often have a character beyond Latin-1, which makes all of its piece twice as long. */
function appendEntry(bytes: GrowingBytes, entry: Entry): void {
  bytes.append(`
    <Domaine>
      <Identifiant>${entry.number}</Identifiant>
      <db>${entry.wadoHost}</db>
      <vi>${entry.viewerHost}</vi>
      <Denomination>`)
  bytes.append(escapeText(entry.denomination))
  bytes.append(`</Denomination>
      <DNCertificatOperateur>${escapeText(entry.certificateDn)}</DNCertificatOperateur>
      <SupportContact>${escapeText(entry.supportContact)}</SupportContact>
      <DateMAJ>${entry.addedAt}</DateMAJ>
    </Domaine>`)
}

/** Text is encoded as it comes: one string of a whole list, or one character beyond Latin-1 in it, costs three times as much. */
class GrowingBytes {
  private bytes: Buffer
  private length = 0

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafe(capacity + 1024)
  }

  append(text: string): void {
    const needed = this.length + text.length * UTF8_BYTES_MAX
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2))
      this.bytes.copy(larger, 0, 0, this.length)
      this.bytes = larger
    }
    this.length += this.bytes.write(text, this.length, 'utf8')
  }

  written(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }
}
