/** Something that does not refuse a list but that its reader should know. */
export interface Warning {
  readonly code: WarningCode
  readonly detail: string
}

export type WarningCode =
  | 'revocation-not-checked'
  | 'revocation-list-unused'
  | 'signed-outside-validity'
  | 'number-repeated'
  | 'viewer-empty'
  | 'viewer-repeated'
  | 'zone-foreign'
