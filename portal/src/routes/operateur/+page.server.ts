import { redirect } from '@sveltejs/kit'
import { deskAt, type Page, part } from '#lib/server/desk/page.ts'
import type { Admission } from '#lib/server/desk/wire/admissions.ts'
import type { Commitment } from '#lib/server/desk/wire/commitments.ts'
import type { Waiting } from '#lib/server/desk/wire/requests.ts'
import type { PageServerLoad } from './$types'

/** The newest or the live ones; each list has a page of its own. */
const SHOWN = 5

export const load: PageServerLoad = async (event) => {
  const desk = deskAt(event.locals)
  if (desk.party === undefined && desk.agency !== undefined) redirect(303, '/agence/a-faire')
  const organisation = desk.party?.organisation.id
  const [waiting, admissions, commitments] = await Promise.all([
    part(event, desk.api.get<Page<Waiting>>('/v1/requests', { organisation, limit: 100 })),
    part(event, desk.api.get<Page<Admission>>('/v1/admissions', { limit: SHOWN })),
    organisation === undefined
      ? undefined
      : part(event, desk.api.get<Page<Commitment>>('/v1/commitments', { organisation, limit: SHOWN })),
  ])
  return { waiting, admissions, commitments }
}
