// What pages know of the registry. Hosts, names and dates inside were written by others: show them by `showable`.

export interface Changes {
  readonly added: number
  readonly removed: number
  readonly changed: number
}

/** A list that was signed, accepted by the registry's own verifier, and put online under this number. */
interface ServedList {
  readonly sequence: number
  readonly signedAt: Date
  readonly entryCount: number
  /** Size of the file as served, uncompressed. */
  readonly bytes: number
  /** SHA-256 of the canonical bytes without signature. */
  readonly digest: string
  /** SHA-256 of the file as served. */
  readonly fileSha256: string
}

export interface Publication extends ServedList {
  readonly changes: Changes
}

/** The list in force. */
export interface CurrentList extends ServedList {
  readonly operatorCount: number
}

/** The trust space this portal shows. */
export interface Status {
  readonly trustSpace: string
  readonly space: 'TEST' | 'PRODUCTION'
  readonly mode: 'demo' | 'real'
  /** How often a list is signed anew although nothing changed. */
  readonly publicationPeriodHours: number
  /** None before the first publication. */
  readonly current: CurrentList | undefined
}

/** One line of the list, without what the public never sees: the DN and the mailbox (decisions 33, 36). */
export interface Entry {
  readonly number: number
  readonly wadoHost: string
  /** Empty when the DRIMbox has no viewer. */
  readonly viewerHost: string
  readonly operator: string
  /** As written in the list; not always a date. */
  readonly addedAt: string
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | undefined
}

export interface EntriesPage extends Page<Entry> {
  /** Of the filtered set. */
  readonly total: number
  /** Of the list these entries stand in. */
  readonly sequence: number | undefined
  /** Of the whole list, by name. */
  readonly operators: readonly { readonly name: string; readonly count: number }[]
}

export interface AuthorityCertificate {
  /** RFC 4514. */
  readonly subject: string
  readonly fingerprint: string
  readonly notAfter: Date
  readonly pem: string
}

/** Whom to expect as signer, and the certificates that vouch for it. */
export interface TrustAnchors {
  readonly signer: {
    readonly commonName: string
    readonly organizationalUnit: string
    /** Of the list in force; none before the first. */
    readonly fingerprint: string | undefined
    readonly notAfter: Date | undefined
  }
  readonly anchors: readonly AuthorityCertificate[]
  readonly intermediates: readonly AuthorityCertificate[]
}
