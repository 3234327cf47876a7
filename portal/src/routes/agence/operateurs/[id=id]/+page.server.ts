import { holds } from '#lib/server/desk/desk.ts'
import { deskAt, type Page, part, theThing } from '#lib/server/desk/page.ts'
import { teamActions } from '#lib/server/desk/team.ts'
import type { Commitment } from '#lib/server/desk/wire/commitments.ts'
import type { Contact, Organisation } from '#lib/server/desk/wire/organisations.ts'
import type { Member } from '#lib/server/desk/wire/team.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, agency } = deskAt(event.locals)
  const { id } = event.params
  const query = { organisation: id, limit: 100 }
  const [{ value: organisation }, contacts, commitments, members] = await Promise.all([
    theThing(event, api.get<Organisation>(`/v1/organisations/${id}`)),
    part(event, api.get<{ readonly items: readonly Contact[] }>(`/v1/organisations/${id}/contacts`)),
    part(event, api.get<Page<Commitment>>('/v1/commitments', query)),
    part(event, api.get<Page<Member>>('/v1/memberships', query)),
  ])
  return { facts: organisation, contacts, commitments, members, mayConfirm: holds(agency, 'AA') }
}

// Whoever claims another employer, or none, waits for a second administrator: of the agency, where there is no other.
const { confirm } = teamActions(({ url }) => url.pathname.split('/').at(-1))
export const actions: Actions = { confirm }
