import { commitmentActs as words } from '#lib/messages/desk/commitment-acts.ts'
import { act, unsent } from '#lib/server/desk/act.ts'
import { commitmentEvent } from '#lib/server/desk/commitments.ts'
import { holds } from '#lib/server/desk/desk.ts'
import { uploadFile } from '#lib/server/desk/documents.ts'
import { filled, filledOrNull, ifMatchOf, textOf } from '#lib/server/desk/fields.ts'
import { deskAt, type Page, part, theThing } from '#lib/server/desk/page.ts'
import type { Commitment, ReferenceDocument } from '#lib/server/desk/wire/commitments.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const desk = deskAt(event.locals)
  const { value: commitment } = await theThing(
    event,
    desk.api.get<Commitment>(`/v1/commitments/${event.params.id}`),
  )
  const texts = await part(
    event,
    desk.api.get<Page<ReferenceDocument>>('/v1/reference-documents', {
      code: commitment.kind,
      state: 'official',
    }),
  )
  return { commitment, texts: texts.ok ? texts.value.items : [], isSignatory: holds(desk.party, 'OS') }
}

export const actions: Actions = {
  save: async (event) => {
    const form = await event.request.formData()
    const power = await uploadFile(event, form, 'signatories.0.powerDocumentId', 'power')
    if (power !== undefined && 'refused' in power) return unsent(event, form, power.refused)
    const signed = await uploadFile(event, form, 'documentId', 'commitment')
    if (signed !== undefined && 'refused' in signed) return unsent(event, form, signed.refused)
    const [name, quality] = [filled(form, 'signatories.0.name'), filled(form, 'signatories.0.quality')]
    const signatory = {
      name: name ?? '',
      quality: quality ?? '',
      powerDocumentId: power?.id ?? filledOrNull(form, 'power'),
      powerValidUntil: filledOrNull(form, 'signatories.0.powerValidUntil'),
    }
    const json = {
      referenceDocumentId: filledOrNull(form, 'referenceDocumentId'),
      signatories: name === undefined && quality === undefined ? [] : [signatory],
      effectiveOn: filledOrNull(form, 'effectiveOn'),
      endsOn: filledOrNull(form, 'endsOn'),
      documentId: signed?.id ?? filledOrNull(form, 'signed'),
      l2Consent: form.has('l2Consent.oui'),
    }
    const call = {
      method: 'PATCH',
      path: `/v1/commitments/${event.params.id}`,
      ifMatch: ifMatchOf(form),
      json,
    } as const
    return act(
      event,
      form,
      { title: words.save, call },
      () => `${event.url.pathname}?fait=contrat-enregistre`,
    )
  },
  submit: async (event) => {
    const form = await event.request.formData()
    return commitmentEvent(event, form, {
      name: 'submit',
      title: words.submit,
      effect: words.submitEffect,
      json: { readVersion: form.has('lu.oui') ? textOf(form, 'readVersion') : '' },
      done: 'contrat-envoye',
    })
  },
  notice: async (event) => {
    const form = await event.request.formData()
    return commitmentEvent(event, form, {
      name: 'give-notice',
      title: words.notice,
      effect: words.noticeEffect(Number(textOf(form, 'lignes')) || 0),
      json: { endsOn: textOf(form, 'endsOn'), reason: filled(form, 'reason') },
      done: 'preavis-donne',
    })
  },
}
