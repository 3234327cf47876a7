import { createHash, randomBytes } from 'node:crypto'

/** 256 bits that nobody guesses. Shown once; what is kept of it is `hashOfSecret`. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Hex SHA-256. No salt and no slowness: nobody searches 256 bits. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
