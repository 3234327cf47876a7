import { systemClock } from '#lib/clock.ts'
import { registry } from '#lib/server/trust-space.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ locals, url }) => {
  const status = await registry.status()
  return {
    status,
    now: systemClock(),
    theme: locals.theme,
    nonce: locals.nonce,
    hasSession: locals.hasSession ?? false,
    here: url.pathname + url.search,
  }
}
