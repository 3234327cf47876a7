import { admissionWords as words } from '#lib/messages/desk/admission.ts'
import { act } from '#lib/server/desk/act.ts'
import { admissionFields } from '#lib/server/desk/admission-form.ts'
import type { Admission } from '#lib/server/desk/wire/admissions.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  create: async (event) => {
    const form = await event.request.formData()
    return act<Admission>(
      event,
      form,
      {
        title: words.create,
        call: { method: 'POST', path: '/v1/admissions', json: admissionFields(form, undefined) },
      },
      ({ id }) => `/operateur/admission/${id}?fait=demande-creee`,
    )
  },
}
