/** A certificate of a DRIMbox: a row of its own, so that two may overlap (decisions 56). */
export interface Certificate {
  readonly id: string
  readonly version: number
  readonly drimboxId: string
  readonly state: 'listed' | 'retired'
  /** DNCertificatOperateur as written. */
  readonly dn: string
  /** Unknown for imported DRIMboxes: a list carries only the DN. */
  readonly file: CertificateFile | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface CertificateFile {
  readonly der: Uint8Array
  readonly fingerprint: string
  readonly notBefore: Date
  readonly notAfter: Date
}
