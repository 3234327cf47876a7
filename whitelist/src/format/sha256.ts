import { createHash } from 'node:crypto'

/** SHA-256 in lower-case hex: the one form of digests and fingerprints in JSON, headers and files. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** SHA-256 of nothing: the base of a first list, which has no list before it. */
export const EMPTY_DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
