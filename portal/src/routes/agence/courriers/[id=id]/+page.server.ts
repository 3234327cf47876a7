import { mailWords } from '#lib/messages/desk/mails.ts'
import { act } from '#lib/server/desk/act.ts'
import { oneMail } from '#lib/server/desk/mails.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => oneMail(event)

export const actions: Actions = {
  retry: async (event) =>
    act(
      event,
      await event.request.formData(),
      { title: mailWords.retry, call: { method: 'POST', path: `/v1/mails/${event.params.id}/retry` } },
      () => `${event.url.pathname}?fait=courriel-relance`,
    ),
}
