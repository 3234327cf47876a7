import { deskAt, type Page, part } from '#lib/server/desk/page.ts'
import type { Decision } from '#lib/server/desk/wire/decisions.ts'
import type { PageServerLoad } from './$types'

const STATE = /^[a-z-]{1,20}$/

export const load: PageServerLoad = async (event) => {
  const { api } = deskAt(event.locals)
  const state = event.url.searchParams.get('etat') ?? ''
  const decisions = await part(
    event,
    api.get<Page<Decision>>('/v1/decisions', {
      state: STATE.test(state) ? state : undefined,
      after: event.url.searchParams.get('apres') ?? undefined,
    }),
  )
  return { decisions, state }
}
