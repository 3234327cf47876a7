import type { ParsedWhitelist } from './model.ts'

export interface ReadOptions {
  /** Longest file taken, in bytes. */
  readonly bytesMax?: number
}

/** Reads a list, signed in either real profile or unsigned. Throws FormatError. */
export function readWhitelist(_bytes: Uint8Array, _options: ReadOptions = {}): ParsedWhitelist {
  throw new Error('not yet')
}
