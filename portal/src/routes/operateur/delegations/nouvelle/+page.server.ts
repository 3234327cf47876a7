import { delegationWords as words } from '#lib/messages/desk/delegations.ts'
import { act, unsent } from '#lib/server/desk/act.ts'
import { noFile, uploadFile } from '#lib/server/desk/documents.ts'
import { filledOrNull, textOf } from '#lib/server/desk/fields.ts'
import { deskAt } from '#lib/server/desk/page.ts'
import type { Delegation } from '#lib/server/desk/wire/delegations.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  declare: async (event) => {
    const form = await event.request.formData()
    const file = await uploadFile(event, form, 'documentId', 'delegation')
    if (file === undefined) return unsent(event, form, noFile('documentId'))
    if ('refused' in file) return unsent(event, form, file.refused)
    const json = {
      organisationId: deskAt(event.locals).party?.organisation.id,
      facilityName: textOf(form, 'facilityName'),
      finess: filledOrNull(form, 'finess'),
      siret: filledOrNull(form, 'siret'),
      validFrom: textOf(form, 'validFrom'),
      validUntil: textOf(form, 'validUntil'),
      documentId: file.id,
    }
    return act<Delegation>(
      event,
      form,
      { title: words.declare, call: { method: 'POST', path: '/v1/delegations', json } },
      ({ id }) => `/operateur/delegations/${id}?fait=delegation-declaree`,
    )
  },
}
