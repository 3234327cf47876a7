export type ReferenceDocumentState = 'draft' | 'indicative' | 'official' | 'replaced'

/** One version of a text that organisations commit to. */
export interface ReferenceDocument {
  readonly id: string
  readonly version: number
  /** Which text: the kind of commitment it is for. */
  readonly code: string
  /** Which version of it, as people call it: `1.2`. */
  readonly label: string
  readonly title: string
  readonly inForceOn: string
  /** Of the file that is published: whoever signs compares it. */
  readonly sha256: string
  /** The day by which those bound by an older version sign this one; null: they need not. */
  readonly recommitBy: string | null
  readonly state: ReferenceDocumentState
  readonly createdAt: Date
  readonly updatedAt: Date
}
