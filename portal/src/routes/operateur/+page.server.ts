import { redirect } from '@sveltejs/kit'
import { deskAt, type Page, part } from '#lib/server/desk/page.ts'
import type { Waiting } from '#lib/server/desk/wire/requests.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const desk = deskAt(event.locals)
  if (desk.party === undefined && desk.agency !== undefined) redirect(303, '/agence/a-faire')
  const waiting = await part(
    event,
    desk.api.get<Page<Waiting>>('/v1/requests', { organisation: desk.party?.organisation.id, limit: 100 }),
  )
  return { waiting }
}
