/** One attribute of a name: its OID in dotted form and its value as text. */
export interface NameAttribute {
  readonly oid: string
  readonly value: string
}

/** Relative names in RFC 4514 order (most specific first); more than one attribute only where written with `+`. */
export type DistinguishedName = readonly (readonly NameAttribute[])[]

export class DistinguishedNameError extends Error {
  override readonly name = 'DistinguishedNameError'
}

/** Parses RFC 4514 text. Throws DistinguishedNameError. */
export function parseDistinguishedName(_text: string): DistinguishedName {
  throw new Error('not yet')
}

/** Reads a DER `Name`. Throws DistinguishedNameError. */
export function distinguishedNameFromDer(_der: Uint8Array): DistinguishedName {
  throw new Error('not yet')
}

/** RFC 4514 text, most specific first. */
export function formatDistinguishedName(_name: DistinguishedName): string {
  throw new Error('not yet')
}

/** Format 6.2: RDN by RDN, by OID and normalised value. */
export function equalDistinguishedNames(_a: DistinguishedName, _b: DistinguishedName): boolean {
  throw new Error('not yet')
}

/** Value of the one attribute of that kind; undefined where it is absent or stands more than once. */
export function attributeOf(_name: DistinguishedName, _keyword: string): string | undefined {
  throw new Error('not yet')
}
