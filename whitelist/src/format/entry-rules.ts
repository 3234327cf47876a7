import {
  attributeOf,
  DistinguishedNameError,
  equalDistinguishedNames,
  parseDistinguishedName,
  type DistinguishedName,
} from './distinguished-name.ts'
import { FormatError } from './errors.ts'
import type { Entry } from './model.ts'

/**
 * Format 4.6 to 4.8: what the entries of a list owe each other and themselves beyond the grammar of their fields. Each
 * is added once; then `fault` gives the first fault in the order of codes, wherever it stands.
 */
export class EntryRules {
  private readonly hosts = new Set<string>()
  private hasRepeats = false
  private unreadable: FormatError | undefined
  private notHost: FormatError | undefined

  add({ wadoHost, certificateDn }: Entry): void {
    const host = wadoHost.toLowerCase()
    if (this.hosts.has(host)) this.hasRepeats = true
    else this.hosts.add(host)
    if (!isPlainNameOf(certificateDn, wadoHost)) this.addName(certificateDn, host)
  }

  /** `entries`: all that were added, in their order. */
  fault(entries: readonly Entry[]): FormatError | undefined {
    return (this.hasRepeats ? repeatedHost(entries) : undefined) ?? this.unreadable ?? this.notHost
  }

  /** Format 4.7 and 4.8: the DN can be read, and its CN is the db. */
  private addName(certificateDn: string, host: string): void {
    const name = tryParse(certificateDn)
    if (name instanceof DistinguishedNameError) {
      this.unreadable ??= new FormatError('entry-dn-unreadable', `${host}: ${name.message}`)
      return
    }
    const commonName = attributeOf(name, 'CN')
    if (commonName?.toLowerCase() === host) return
    const detail = `${host}: the CN of its certificate is ${commonName ?? '(none)'}`
    this.notHost ??= new FormatError('entry-cn-not-db', detail)
  }
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
  if (nameA instanceof DistinguishedNameError || nameB instanceof DistinguishedNameError) return true
  return !equalDistinguishedNames(nameA, nameB)
}

function tryParse(text: string): DistinguishedName | DistinguishedNameError {
  try {
    return parseDistinguishedName(text)
  } catch (error) {
    if (error instanceof DistinguishedNameError) return error
    throw error
  }
}

// What all real names look like. A shortcut for good ones only: whatever differs takes the long way and may be good too.
const PLAIN_NAME = /^CN=[A-Za-z0-9.-]+(?:,(?:OU|O|ST|L|C)=[^\s,+"\\<>;=#](?:[^,+"\\<>;=]|\\[ "#+,;<=>\\])*)+$/

function isPlainNameOf(name: string, host: string): boolean {
  return name.startsWith(host, 3) && name[3 + host.length] === ',' && PLAIN_NAME.test(name)
}
