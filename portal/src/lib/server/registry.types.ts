// What pages know of the registry. Hosts, names and dates inside were written by others: show them by `showable`.

export interface Changes {
  readonly added: number
  readonly removed: number
  readonly changed: number
}

/** A list that was signed, verified and put online under this number. */
export interface Publication {
  readonly sequence: number
  readonly signedAt: Date
  /** When the registry checked it as a DRIMbox would, just before serving it. */
  readonly verifiedAt: Date | undefined
  readonly entryCount: number
  /** Size of the file as served, uncompressed. */
  readonly bytes: number
  /** SHA-256 of the canonical bytes without signature. */
  readonly digest: string
  /** SHA-256 of the file as served. */
  readonly fileSha256: string
  readonly changes: Changes | undefined
}

/** The trust space this portal shows. */
export interface Status {
  readonly trustSpace: string
  readonly space: 'TEST' | 'PRODUCTION'
  readonly mode: 'demo' | 'real'
  /** How often a list is signed anew although nothing changed. */
  readonly publicationPeriodHours: number
  /** The list in force; none before the first publication. */
  readonly current: Publication | undefined
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
  readonly operators: readonly { readonly name: string; readonly count: number }[]
}

export interface AuthorityCertificate {
  readonly name: string
  readonly fingerprint: string
  readonly notAfter: Date | undefined
  readonly pem: string
}

/** Whom to expect as signer, and the certificates that vouch for it. */
export interface TrustAnchors {
  readonly signer: {
    readonly commonName: string
    readonly organizationalUnit: string | undefined
    readonly fingerprint: string | undefined
    readonly notAfter: Date | undefined
  }
  readonly anchors: readonly AuthorityCertificate[]
  readonly intermediates: readonly AuthorityCertificate[]
}
