import { createHash } from 'node:crypto'

/**
 * SHA-256 of a document's canonical form, taken from the very bytes that are read: stretches that already are
 * canonical go into the hash as they stand, the others are replaced. A list that is written canonically is hashed in
 * one piece.
 */
export class CanonicalDigest {
  private readonly hash = createHash('sha256')
  private readonly source: Uint8Array
  private from = 0

  constructor(source: Uint8Array) {
    this.source = source
  }

  /** `canonical` stands in the place of the source from `start` to `end`; calls come in document order. */
  replace(start: number, end: number, canonical: string): void {
    this.update(start)
    this.hash.update(canonical, 'utf8')
    this.from = end
  }

  /** Nothing stands in the place of the source from `start` to `end`. */
  omit(start: number, end: number): void {
    this.update(start)
    this.from = end
  }

  /** Lower-case hex digest of everything up to `end`; the last call. */
  finish(end: number): string {
    this.update(end)
    return this.hash.digest('hex')
  }

  private update(to: number): void {
    if (to > this.from) this.hash.update(this.source.subarray(this.from, to))
  }
}
