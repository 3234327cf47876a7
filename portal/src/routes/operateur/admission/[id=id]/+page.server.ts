import type { RequestEvent } from '@sveltejs/kit'
import { admissionWords as words } from '#lib/messages/desk/admission.ts'
import { act, unsent } from '#lib/server/desk/act.ts'
import { admissionFields } from '#lib/server/desk/admission-form.ts'
import type { Call } from '#lib/server/desk/desk-api.ts'
import { noFile, uploadFile } from '#lib/server/desk/documents.ts'
import { filled, ifMatchOf } from '#lib/server/desk/fields.ts'
import { deskAt, theThing } from '#lib/server/desk/page.ts'
import type { Admission } from '#lib/server/desk/wire/admissions.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { value } = await theThing(
    event,
    deskAt(event.locals).api.get<Admission>(`/v1/admissions/${event.params.id}`),
  )
  return { admission: value }
}

const change = (
  event: RequestEvent<{ id: string }>,
  form: FormData,
  title: string,
  call: Pick<Call, 'method' | 'json'> & { readonly under?: string },
  done: string,
) =>
  act<Admission>(
    event,
    form,
    {
      title,
      // What is missing is told at the fields, which stand in the form that saves.
      ...(call.under === '/submit' ? { fieldsOf: '?/save' } : {}),
      call: {
        method: call.method,
        path: `/v1/admissions/${event.params.id}${call.under ?? ''}`,
        ifMatch: ifMatchOf(form),
        json: call.json,
      },
    },
    () => `${event.url.pathname}?fait=${done}`,
  )

export const actions: Actions = {
  save: async (event) => {
    const form = await event.request.formData()
    const json = admissionFields(form, null)
    return change(event, form, words.save, { method: 'PATCH', json }, 'demande-enregistree')
  },
  give: async (event) => {
    const form = await event.request.formData()
    const kind = (event.url.searchParams.get('piece') ?? '').replaceAll(/[^a-z-]/g, '')
    const file = await uploadFile(event, form, 'file', 'admission-piece')
    if (file === undefined) return unsent(event, form, noFile('file'))
    if ('refused' in file) return unsent(event, form, file.refused)
    const json = { documentId: file.id }
    return change(
      event,
      form,
      words.give(kind),
      { method: 'PUT', json, under: `/pieces/${kind}` },
      'piece-deposee',
    )
  },
  submit: async (event) => {
    const form = await event.request.formData()
    return change(
      event,
      form,
      words.submit,
      { method: 'POST', json: {}, under: '/submit' },
      'demande-envoyee',
    )
  },
  abandon: async (event) => {
    const form = await event.request.formData()
    const json = { reason: filled(form, 'reason') }
    return change(
      event,
      form,
      words.abandon,
      { method: 'POST', json, under: '/abandon' },
      'demande-abandonnee',
    )
  },
}
