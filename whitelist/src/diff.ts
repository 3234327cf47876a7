import type { Entry, WhitelistContent } from './format/index.ts'

export interface EntryChange {
  readonly before: Entry
  readonly after: Entry
  /** Names of the fields of Entry that differ. */
  readonly fields: readonly (keyof Entry)[]
}

export interface WhitelistDifference {
  readonly added: readonly Entry[]
  readonly removed: readonly Entry[]
  readonly changed: readonly EntryChange[]
}

/** What changes from `a` to `b`, entry by entry; the dates of generation and the order are not compared. */
export function diffWhitelists(_a: WhitelistContent, _b: WhitelistContent): WhitelistDifference {
  throw new Error('not yet')
}
