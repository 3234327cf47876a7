/** What a file was given for; whoever takes it looks whether it fits. */
export const documentPurposes = [
  'admission-piece',
  'power',
  'commitment',
  'delegation',
  'reference-document',
] as const
export type DocumentPurpose = (typeof documentPurposes)[number]

/** A file that somebody gave, without its bytes. */
export interface Document {
  readonly id: string
  /** Null until what it belongs to belongs to an organisation: until then it is its uploader's. */
  readonly organisationId: string | null
  readonly uploadedBy: string
  readonly purpose: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
  readonly createdAt: Date
}

/** Who uses a document: an organisation, which it then belongs to for good, or a person to whom it still belongs. */
export type DocumentOwner = { readonly organisationId: string } | { readonly personId: string }
