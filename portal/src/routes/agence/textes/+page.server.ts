import { textWords as words } from '#lib/messages/desk/texts.ts'
import { act } from '#lib/server/desk/act.ts'
import { holds } from '#lib/server/desk/desk.ts'
import { filledOrNull, ifMatchOf, textOf } from '#lib/server/desk/fields.ts'
import { deskAt, type Page, part } from '#lib/server/desk/page.ts'
import type { ReferenceDocument } from '#lib/server/desk/wire/commitments.ts'
import type { Decision } from '#lib/server/desk/wire/decisions.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, agency } = deskAt(event.locals)
  const after = event.url.searchParams.get('apres') ?? undefined
  return {
    texts: await part(event, api.get<Page<ReferenceDocument>>('/v1/reference-documents', { after })),
    mayEnter: holds(agency, 'AI', 'AD'),
  }
}

export const actions: Actions = {
  add: async (event) => {
    const form = await event.request.formData()
    const json = {
      code: textOf(form, 'code'),
      label: textOf(form, 'label'),
      title: textOf(form, 'title'),
      inForceOn: textOf(form, 'inForceOn'),
      sha256: textOf(form, 'sha256').replaceAll(/\s/g, '').toLowerCase(),
      recommitBy: filledOrNull(form, 'recommitBy'),
    }
    const call = { method: 'POST', path: '/v1/reference-documents', json } as const
    return act(event, form, { title: words.save, call }, () => `${event.url.pathname}?fait=texte-cree`)
  },
  publish: async (event) => {
    const form = await event.request.formData()
    const path = `/v1/reference-documents/${encodeURIComponent(textOf(form, 'id'))}/publish`
    const call = { method: 'POST', path, ifMatch: ifMatchOf(form), json: { as: textOf(form, 'as') } } as const
    const title = words.publish(textOf(form, 'version-du-texte'))
    return act<Decision>(
      event,
      form,
      { title, effect: words.publishEffect, call },
      ({ id }) => `/agence/decisions/${id}?fait=propose`,
    )
  },
}
