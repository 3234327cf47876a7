import { createHash } from 'node:crypto'

/** SHA-256 (hex) of free text: what the audit keeps of words that may name people. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
