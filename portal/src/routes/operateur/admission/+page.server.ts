import { deskAt, type Page, part } from '#lib/server/desk/page.ts'
import type { Admission } from '#lib/server/desk/wire/admissions.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  admissions: await part(
    event,
    deskAt(event.locals).api.get<Page<Admission>>('/v1/admissions', {
      after: event.url.searchParams.get('apres') ?? undefined,
    }),
  ),
})
