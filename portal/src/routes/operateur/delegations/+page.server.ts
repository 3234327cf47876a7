import { holds } from '#lib/server/desk/desk.ts'
import { deskAt, type Page, part } from '#lib/server/desk/page.ts'
import type { Delegation } from '#lib/server/desk/wire/delegations.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const desk = deskAt(event.locals)
  const state = event.url.searchParams.get('etat') ?? ''
  const delegations = await part(
    event,
    desk.api.get<Page<Delegation>>('/v1/delegations', {
      organisation: desk.party?.organisation.id,
      state: /^[a-z]{1,20}$/.test(state) ? state : undefined,
      after: event.url.searchParams.get('apres') ?? undefined,
    }),
  )
  return { delegations, state, mayDeclare: holds(desk.party, 'OA', 'OT') }
}
