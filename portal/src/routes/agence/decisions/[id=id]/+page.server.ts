import { decisionWords as words } from '#lib/messages/desk/decisions.ts'
import { act } from '#lib/server/desk/act.ts'
import { holds } from '#lib/server/desk/desk.ts'
import { filled, ifMatchOf, textOf } from '#lib/server/desk/fields.ts'
import { deskAt, theThing } from '#lib/server/desk/page.ts'
import type { Decision } from '#lib/server/desk/wire/decisions.ts'
import type { RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const desk = deskAt(event.locals)
  const { value: decision } = await theThing(
    event,
    desk.api.get<Decision>(`/v1/decisions/${event.params.id}`),
  )
  const answers = decision.class === 'identity' ? holds(desk.agency, 'AA') : holds(desk.agency, 'AD')
  return { decision, mayAnswer: answers && !decision.isMine, me: desk.me.person.id }
}

const answer = (
  event: RequestEvent<{ id: string }>,
  form: FormData,
  name: 'approve' | 'refuse' | 'withdraw' | 'confirm',
  done: string,
  title: (label: string) => string,
) =>
  act<Decision>(
    event,
    form,
    {
      title: title(textOf(form, 'libelle')),
      effect: filled(form, 'effet'),
      call: {
        method: 'POST',
        path: `/v1/decisions/${event.params.id}/${name}`,
        ifMatch: ifMatchOf(form),
        json: { reason: filled(form, 'reason') },
      },
    },
    () => `${event.url.pathname}?fait=${done}`,
  )

export const actions: Actions = {
  approve: async (event) =>
    answer(event, await event.request.formData(), 'approve', 'approuve', words.approve),
  refuse: async (event) => answer(event, await event.request.formData(), 'refuse', 'refuse', words.refuse),
  confirm: async (event) =>
    answer(event, await event.request.formData(), 'confirm', 'confirme', words.confirm),
  withdraw: async (event) =>
    answer(event, await event.request.formData(), 'withdraw', 'retire', () => words.withdraw),
}
