import {
  attributeOf,
  DistinguishedNameError,
  equalDistinguishedNames,
  parseDistinguishedName,
  type DistinguishedName,
} from './distinguished-name.ts'
import { FormatError } from './errors.ts'
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
export function syntaxFaultOf(entry: Entry): string | undefined {
  const { number, wadoHost, viewerHost, denomination, certificateDn, supportContact, addedAt } = entry
  if (!Number.isInteger(number) || number < 0 || number > v1.NUMBER_MAX) return 'Identifiant is out of range'
  if (!v1.isHost(wadoHost)) return 'db is not a host name'
  if (viewerHost !== '' && !v1.isHost(viewerHost)) return 'vi is neither empty nor a host name'
  if (denomination === '' || !v1.isFreeText(denomination))
    return 'Denomination is empty, too long or holds a control'
  if (certificateDn === '' || !v1.isFreeText(certificateDn)) {
    return 'DNCertificatOperateur is empty, too long or holds a control'
  }
  if (!v1.isFreeText(supportContact)) return 'SupportContact is too long or holds a control'
  if (!v1.isDateTime(addedAt)) return 'DateMAJ is not a date and time in UTC'
  return undefined
}

/** Format 4.6 to 4.8, over all entries: the first fault in the order of codes, or undefined. */
export function firstEntryFault(entries: readonly Entry[]): FormatError | undefined {
  return repeatedHost(entries) ?? faultyName(entries)
}

/** Format 4.6: a db stands once, or twice in an overlap of two certificates of one DRIMbox. */
function repeatedHost(entries: readonly Entry[]): FormatError | undefined {
  const first = new Map<string, Entry>()
  const overlaps = new Set<string>()
  for (const entry of entries) {
    const host = entry.wadoHost.toLowerCase()
    const same = first.get(host)
    if (!same) {
      first.set(host, entry)
    } else if (overlaps.has(host) || !isOverlap(same, entry)) {
      return new FormatError('entry-db-repeated', `${entry.wadoHost} stands more than once`)
    } else {
      overlaps.add(host)
    }
  }
  return undefined
}

function isOverlap(a: Entry, b: Entry): boolean {
  if (a.number !== b.number || a.viewerHost.toLowerCase() !== b.viewerHost.toLowerCase()) return false
  const [nameA, nameB] = [tryParse(a.certificateDn), tryParse(b.certificateDn)]
  // An unreadable name has a code of its own, which comes after this one.
  return nameA === undefined || nameB === undefined || !equalDistinguishedNames(nameA, nameB)
}

/** Format 4.7 and 4.8: the DN can be read, and its CN is the db. */
function faultyName(entries: readonly Entry[]): FormatError | undefined {
  let notHost: FormatError | undefined
  for (const { certificateDn, wadoHost } of entries) {
    if (isPlainNameOf(certificateDn, wadoHost)) continue
    const commonName = commonNameOf(certificateDn)
    if (commonName instanceof DistinguishedNameError) {
      return new FormatError('entry-dn-unreadable', `${wadoHost}: ${commonName.message}`)
    }
    if (commonName?.toLowerCase() !== wadoHost.toLowerCase()) {
      notHost ??= new FormatError(
        'entry-cn-not-db',
        `${wadoHost}: the CN of its certificate is ${commonName ?? '(none)'}`,
      )
    }
  }
  return notHost
}

// What all real names look like. A shortcut for good ones only: whatever differs takes the long way and may be good too.
const PLAIN_NAME = /^CN=[A-Za-z0-9.-]+(?:,(?:OU|O|ST|L|C)=[^\s,+"\\<>;=#][^,+"\\<>;=]*)+$/

function isPlainNameOf(name: string, host: string): boolean {
  return name.startsWith(host, 3) && name[3 + host.length] === ',' && PLAIN_NAME.test(name)
}

function commonNameOf(text: string): string | undefined | DistinguishedNameError {
  try {
    return attributeOf(parseDistinguishedName(text), 'CN')
  } catch (error) {
    if (error instanceof DistinguishedNameError) return error
    throw error
  }
}

function tryParse(text: string): DistinguishedName | undefined {
  try {
    return parseDistinguishedName(text)
  } catch (error) {
    if (error instanceof DistinguishedNameError) return undefined
    throw error
  }
}
