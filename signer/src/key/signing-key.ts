import type { KeyObject } from 'node:crypto'

/**
 * A key that signs and never shows itself: an encrypted file today, a token (PKCS#11) later.
 * `sign` gives RSASSA-PKCS1-v1_5 with SHA-256 over the bytes, the only algorithm of the format.
 */
export interface SigningKey {
  readonly publicKey: KeyObject
  sign(bytes: Uint8Array): Promise<Uint8Array>
}
