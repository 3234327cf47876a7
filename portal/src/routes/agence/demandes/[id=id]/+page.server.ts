import type { RequestEvent } from '@sveltejs/kit'
import { reviewWords as words } from '#lib/messages/desk/review.ts'
import { act } from '#lib/server/desk/act.ts'
import { holds } from '#lib/server/desk/desk.ts'
import { filled, ifMatchOf, linesOf, textOf, wholeNumber } from '#lib/server/desk/fields.ts'
import { deskAt, theThing } from '#lib/server/desk/page.ts'
import type { Admission } from '#lib/server/desk/wire/admissions.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const desk = deskAt(event.locals)
  const { value } = await theThing(event, desk.api.get<Admission>(`/v1/admissions/${event.params.id}`))
  return {
    admission: value,
    me: desk.me.person.id,
    may: { review: holds(desk.agency, 'AI', 'AD', 'AR'), decide: holds(desk.agency, 'AD') },
  }
}

const post = (
  event: RequestEvent<{ id: string }>,
  form: FormData,
  under: string,
  title: string,
  json: unknown,
  done: string,
) =>
  act(
    event,
    form,
    {
      title,
      call: {
        method: 'POST',
        path: `/v1/admissions/${event.params.id}/${under}`,
        ifMatch: ifMatchOf(form),
        json,
      },
    },
    () => `${event.url.pathname}?fait=${done}`,
  )

export const actions: Actions = {
  claim: async (event) => post(event, await event.request.formData(), 'claim', words.claim, {}, 'prise'),
  judge: async (event) => {
    const form = await event.request.formData()
    const kind = (event.url.searchParams.get('piece') ?? '').replaceAll(/[^a-z-]/g, '')
    const json = {
      verdict: textOf(form, 'verdict'),
      motive: filled(form, 'motive'),
      validUntil: filled(form, 'validUntil'),
    }
    return post(event, form, `pieces/${kind}/verdict`, words.judge(kind), json, 'verdict')
  },
  ask: async (event) => {
    const form = await event.request.formData()
    const json = {
      missing: linesOf(form, 'missing'),
      motive: textOf(form, 'motive'),
      days: wholeNumber(form, 'days'),
    }
    return post(event, form, 'ask-pieces', words.ask, json, 'pieces-demandees')
  },
  accept: async (event) => {
    const form = await event.request.formData()
    const json = { reason: filled(form, 'reason') }
    return post(event, form, 'accept', words.accept(textOf(form, 'nom')), json, 'propose')
  },
  refuse: async (event) => {
    const form = await event.request.formData()
    const json = { facts: textOf(form, 'facts'), clause: textOf(form, 'clause'), next: textOf(form, 'next') }
    return post(event, form, 'refuse', words.refuse(textOf(form, 'nom')), json, 'refuse')
  },
}
