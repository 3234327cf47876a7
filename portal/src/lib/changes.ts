import { messages } from './messages/fr.ts'
import type { Changes } from './server/registry.types.ts'

/** « 3 ajouts, 2 changements »; « aucun, signature renouvelée » where nothing moved. */
export function changesInWords(changes: Changes): string {
  const words = messages.publications
  const parts = [
    ...(changes.added > 0 ? [words.added(changes.added)] : []),
    ...(changes.removed > 0 ? [words.removed(changes.removed)] : []),
    ...(changes.changed > 0 ? [words.changed(changes.changed)] : []),
  ]
  return parts.length === 0 ? words.noChange : parts.join(', ')
}
