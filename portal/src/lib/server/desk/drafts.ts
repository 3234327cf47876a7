import { randomUUID } from 'node:crypto'
import type { Clock } from '#lib/clock.ts'

/** Text of a form that could not be sent because the session had ended. */
export interface Draft {
  /** Page the form stands on. */
  readonly path: string
  readonly personId: string
  readonly fields: Readonly<Record<string, string>>
}

const KEPT_MAX = 200
const KEPT_MS = 3_600_000
const FIELDS_BYTES_MAX = 64_000

/**
 * Typed text, kept in memory for an hour so that it comes back after sign-in (portal.md 5.2).
 *
 * Given back once, and only to the person who typed it. Files, codes and answers of keys are never kept. A portal that
 * starts anew has forgotten all: this is a kindness, not a store.
 */
export function createDrafts(clock: Clock) {
  const kept = new Map<string, { readonly draft: Draft; readonly at: number }>()
  return {
    keep(path: string, personId: string, form: FormData): string | undefined {
      const fields = Object.fromEntries(
        [...form.entries()].filter(
          (entry): entry is [string, string] =>
            typeof entry[1] === 'string' && !/^(code|credential|stepUp.*|cle|version)$/.test(entry[0]),
        ),
      )
      if (JSON.stringify(fields).length > FIELDS_BYTES_MAX || Object.keys(fields).length === 0)
        return undefined
      const id = randomUUID()
      kept.set(id, { draft: { path, personId, fields }, at: clock().getTime() })
      const oldest = kept.keys().next()
      if (kept.size > KEPT_MAX && oldest.done !== true) kept.delete(oldest.value)
      return id
    },
    take(id: string, path: string, personId: string): Draft | undefined {
      const found = kept.get(id)
      if (found === undefined || found.draft.path !== path) return undefined
      kept.delete(id)
      const isTheirs = found.draft.personId === personId
      return isTheirs && clock().getTime() - found.at <= KEPT_MS ? found.draft : undefined
    },
  }
}
