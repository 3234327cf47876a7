import { PORTAL_API_URL, PORTAL_WHITELIST_URL } from '$app/env/private'
import { systemClock } from '#lib/clock.ts'
import { log } from './log.ts'
import { createRegistry } from './registry.ts'

/** The registry this portal shows: one memory for all readers. */
export const registry = createRegistry({
  apiUrl: PORTAL_API_URL,
  clock: systemClock,
  fetch: globalThis.fetch,
  onFailure: (path, { code, detail }) => log({ event: 'registry-call-failed', path, code, detail }),
})

/** Stable address of the signed list. */
export const whitelistUrl = PORTAL_WHITELIST_URL

/** Address of the file signed under that number, beside the stable one (decisions 25). */
export function publicationUrl(sequence: number): string {
  return new URL(`whitelists/${sequence}.xml`, PORTAL_WHITELIST_URL).href
}
