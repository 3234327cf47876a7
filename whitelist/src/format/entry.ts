import * as v1 from './format-v1.ts'
import type { Entry } from './model.ts'
import { textOf, type XmlElement } from './xml.ts'

/** Texts of the seven fields, in the order of ENTRY_FIELDS. */
export type EntryTexts = readonly string[]

/** Format 4.1: the seven fields in their order, each plain text without attributes; else what is wrong. */
export function textsOf({ attributes, children }: XmlElement): EntryTexts | string {
  if (attributes.size > 0) return `<${v1.ENTRY}> bears an attribute`
  const texts: string[] = []
  for (const child of children) {
    if (typeof child === 'string') {
      if (/[^ \t\n]/.test(child)) return `text between the fields of an entry`
      continue
    }
    const due = v1.ENTRY_FIELDS[texts.length]
    if (child.name !== due)
      return `<${child.name}> where ${due === undefined ? 'no field' : `<${due}>`} is due`
    if (child.attributes.size > 0) return `<${due}> bears an attribute`
    const text = textOf(child)
    if (text === undefined) return `an element in <${due}>`
    texts.push(text)
  }
  const missing = v1.ENTRY_FIELDS[texts.length]
  return missing === undefined ? texts : `<${missing}> is missing`
}

/** Format 4.2 to 4.5: the grammar of each field; else what is wrong. */
export function toEntry(texts: EntryTexts): Entry | string {
  const [number, wadoHost, viewerHost, denomination, certificateDn, supportContact, addedAt] = texts as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  if (!v1.isNumber(number)) return 'Identifiant is not a number of 0 to 999999999 in its shortest form'
  const entry = {
    number: Number(number),
    wadoHost,
    viewerHost,
    denomination,
    certificateDn,
    supportContact,
    addedAt,
  }
  return syntaxFaultOf(entry) ?? entry
}

/** What the grammar refuses in an entry, or undefined (Format 4.2 to 4.5). */
export function syntaxFaultOf(
  entry: Entry,
  isText: (text: string) => boolean = v1.isFreeText,
): string | undefined {
  const { number, wadoHost, viewerHost, denomination, certificateDn, supportContact, addedAt } = entry
  if (!Number.isInteger(number) || number < 0 || number > v1.NUMBER_MAX) return 'Identifiant is out of range'
  if (!v1.isHost(wadoHost)) return 'db is not a host name'
  if (viewerHost !== '' && !v1.isHost(viewerHost)) return 'vi is neither empty nor a host name'
  if (denomination === '' || !isText(denomination))
    return 'Denomination is empty, too long or holds a control'
  if (certificateDn === '' || !isText(certificateDn)) {
    return 'DNCertificatOperateur is empty, too long or holds a control'
  }
  if (!isText(supportContact)) return 'SupportContact is too long or holds a control'
  if (!v1.isDateTime(addedAt)) return 'DateMAJ is not a date and time in UTC'
  return undefined
}
