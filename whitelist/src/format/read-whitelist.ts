import { BYTES_MAX } from './format-v1.ts'
import type { ParsedWhitelist } from './model.ts'
import { readDocument } from './read-document.ts'

export interface ReadOptions {
  /** Longest file taken, in bytes. Default: 128 MiB. */
  readonly bytesMax?: number
}

/**
 * Reads a list, unsigned or signed in either profile, and demands all of the format: document, Signature and entries.
 * Nothing is verified: a signature that is there may be anybody's.
 *
 * The digest is that of the canonical document minus its Signature, computed from the bytes that were read. Bytes whose
 * own SHA-256 it is are canonical. Throws FormatError, of several faults the first in the order of formatErrorCodes.
 */
export function readWhitelist(
  bytes: Uint8Array,
  { bytesMax = BYTES_MAX }: ReadOptions = {},
): ParsedWhitelist {
  const { list, entryFault } = readDocument(bytes, bytesMax)
  if (entryFault) throw entryFault
  return list
}
