import type { WhitelistContent } from './model.ts'

/** Writes the canonical bytes of an unsigned list. Throws FormatError where the grammar refuses the content. */
export function writeUnsignedWhitelist(_content: WhitelistContent): Uint8Array {
  throw new Error('not yet')
}
