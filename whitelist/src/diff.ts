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

/**
 * What changes from `a` to `b`, entry by entry, in the order of `b` (removed ones: of `a`). An entry is recognised by its
 * host and certificate name, else by its host; the dates of generation and the order of entries are not compared.
 */
export function diffWhitelists(a: WhitelistContent, b: WhitelistContent): WhitelistDifference {
  const before = new Map<string, Entry[]>()
  for (const entry of a.entries) push(before, hostOf(entry), entry)

  // First who kept host and DN, then who kept the host alone: in an overlap the new certificate must not take the place
  // of the old one.
  const partners = new Map<Entry, Entry>()
  for (const keeps of [sameName, () => true]) {
    for (const entry of b.entries) {
      if (partners.has(entry)) continue
      const candidates = before.get(hostOf(entry)) ?? []
      const at = candidates.findIndex((candidate) => keeps(candidate, entry))
      if (at >= 0) partners.set(entry, candidates.splice(at, 1)[0]!)
    }
  }
  const changed: EntryChange[] = []
  for (const [after, partner] of partners) {
    const fields = (Object.keys(after) as (keyof Entry)[]).filter((field) => after[field] !== partner[field])
    if (fields.length > 0) changed.push({ before: partner, after, fields })
  }
  const kept = new Set(partners.values())
  return {
    added: b.entries.filter((entry) => !partners.has(entry)),
    removed: a.entries.filter((entry) => !kept.has(entry)),
    changed,
  }
}

function sameName(a: Entry, b: Entry): boolean {
  return a.certificateDn === b.certificateDn
}

function hostOf({ wadoHost }: Entry): string {
  return wadoHost.toLowerCase()
}

function push(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const entries = map.get(key)
  if (entries) entries.push(entry)
  else map.set(key, [entry])
}
