import { commitmentWords as words } from '#lib/messages/desk/commitment.ts'
import { act } from '#lib/server/desk/act.ts'
import { holds } from '#lib/server/desk/desk.ts'
import { deskAt, type Page, part } from '#lib/server/desk/page.ts'
import type { Commitment } from '#lib/server/desk/wire/commitments.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const desk = deskAt(event.locals)
  const organisation = desk.party?.organisation.id
  const commitments = await part(
    event,
    desk.api.get<Page<Commitment>>('/v1/commitments', {
      organisation,
      after: event.url.searchParams.get('apres') ?? undefined,
    }),
  )
  return { commitments, isSignatory: holds(desk.party, 'OS') }
}

export const actions: Actions = {
  open: async (event) =>
    act<Commitment>(
      event,
      await event.request.formData(),
      {
        title: words.open,
        call: {
          method: 'POST',
          path: '/v1/commitments',
          json: { organisationId: deskAt(event.locals).party?.organisation.id },
        },
      },
      ({ id }) => `/operateur/contrat/${id}?fait=contrat-ouvert`,
    ),
}
