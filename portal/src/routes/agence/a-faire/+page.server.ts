import { deskAt, type Page, part } from '#lib/server/desk/page.ts'
import type { Waiting } from '#lib/server/desk/wire/requests.ts'
import type { PageServerLoad } from './$types'

const VIEWS = {
  tout: {},
  moi: { mine: 'true' },
  agence: { turn: 'agency' },
  organisme: { turn: 'party' },
} as const

export const load: PageServerLoad = async (event) => {
  const { api, me } = deskAt(event.locals)
  const wanted = event.url.searchParams.get('vue') ?? ''
  const view = wanted in VIEWS ? (wanted as keyof typeof VIEWS) : 'tout'
  const waiting = await part(
    event,
    api.get<Page<Waiting>>('/v1/requests', {
      ...VIEWS[view],
      limit: 100,
      after: event.url.searchParams.get('apres') ?? undefined,
    }),
  )
  return { waiting, view, me: me.person.id }
}
