/** One `Domaine`: one DRIMbox system with its two access points (Format 4). Texts are as written, references resolved. */
export interface Entry {
  /** `Identifiant`: 0 to 999,999,999. Not unique in historic lists. */
  readonly number: number
  /** `db`: host name of the WADO-RS access point. */
  readonly wadoHost: string
  /** `vi`: host name of the viewer, '' where the list leaves it empty. */
  readonly viewerHost: string
  readonly denomination: string
  /** `DNCertificatOperateur` as written: RFC 4514. Compare with equalDistinguishedNames, never as text. */
  readonly certificateDn: string
  readonly supportContact: string
  /** `DateMAJ` as written: xs:dateTime in UTC. It is the date of addition. */
  readonly addedAt: string
}

/** What a list says, apart from its signature. */
export interface WhitelistContent {
  /** `DateDeGeneration` as written: xs:dateTime in UTC. Hand-kept in real lists: never used for freshness. */
  readonly generatedAt: string
  readonly entries: readonly Entry[]
}

export type SignatureProfile = 'A' | 'B'

/** Algorithm identifiers as written, in document order: judged by the verifier, not by the reader. */
export interface SignatureAlgorithms {
  readonly canonicalization: string
  readonly signature: string
  readonly documentTransforms: readonly string[]
  readonly documentDigest: string
  readonly propertiesTransforms: readonly string[]
  readonly propertiesDigest: string
  readonly certificateDigest: string
}

/** The one Signature of a list, taken apart (Format 5). Nothing in it has been verified yet. */
export interface SignatureBlock {
  readonly profile: SignatureProfile
  readonly algorithms: SignatureAlgorithms
  /** XPath text and Filter of the subtract filter (profile B), else undefined. */
  readonly documentFilter: { readonly filter: string; readonly xpath: string } | undefined
  readonly documentDigest: Uint8Array
  readonly propertiesDigest: Uint8Array
  /** Canonical bytes of SignedInfo: what the signature value signs. */
  readonly signedInfo: Uint8Array
  /** Canonical bytes of SignedProperties: what the second Reference digests. */
  readonly signedProperties: Uint8Array
  readonly signatureValue: Uint8Array
  /** DER, in the order of X509Data: the first is the signer's, the others prove nothing. */
  readonly certificates: readonly Uint8Array[]
  readonly subjectName: string | undefined
  /** SigningTime, RFC 3339 UTC; a fraction only where one was written. */
  readonly signedAt: string
  readonly certificateDigest: Uint8Array
  /** Profile B: DER of IssuerSerialV2. Profile A: issuer as text and serial in decimal. */
  readonly issuerSerial:
    { readonly der: Uint8Array } | { readonly issuerName: string; readonly serialNumber: string }
}

/** A list as read: its content, the digest of its canonical bytes without Signature, and its Signature if it has one. */
export interface ParsedWhitelist extends WhitelistContent {
  /** Lower-case hex SHA-256 of the canonical bytes of the document minus Signature. */
  readonly digest: string
  readonly signature: SignatureBlock | undefined
}
