import { deskAt, type Page, part } from '#lib/server/desk/page.ts'
import type { Organisation } from '#lib/server/desk/wire/organisations.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url
  const state = searchParams.get('etat') ?? ''
  const search = (searchParams.get('q') ?? '').trim().slice(0, 100)
  const organisations = await part(
    event,
    deskAt(event.locals).api.get<Page<Organisation>>('/v1/organisations', {
      q: search,
      state: /^[a-z]{1,20}$/.test(state) ? state : undefined,
      after: searchParams.get('apres') ?? undefined,
    }),
  )
  return { organisations, state, search }
}
