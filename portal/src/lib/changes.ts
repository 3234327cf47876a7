import { messages } from './messages/fr.ts'

interface Changes {
  readonly added: number
  readonly removed: number
  readonly changed: number
}

/** « 3 ajouts, 2 changements »; « aucun, signature renouvelée » where nothing moved. */
export function changesInWords(changes: Changes | undefined): string {
  const words = messages.publications
  if (changes === undefined) return words.changesUnknown
  const parts = [
    ...(changes.added > 0 ? [words.added(changes.added)] : []),
    ...(changes.removed > 0 ? [words.removed(changes.removed)] : []),
    ...(changes.changed > 0 ? [words.changed(changes.changed)] : []),
  ]
  return parts.length === 0 ? words.noChange : parts.join(', ')
}
