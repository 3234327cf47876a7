import { error, type RequestEvent } from '@sveltejs/kit'
import { messages } from '#lib/messages/fr.ts'
import { organisationWords as words } from '#lib/messages/desk/organisation.ts'
import { act } from '#lib/server/desk/act.ts'
import type { Call } from '#lib/server/desk/desk-api.ts'
import { holds } from '#lib/server/desk/desk.ts'
import { filled, filledOrNull, ifMatchOf, textOf } from '#lib/server/desk/fields.ts'
import { deskAt, part, theThing } from '#lib/server/desk/page.ts'
import type { Contact, Organisation } from '#lib/server/desk/wire/organisations.ts'
import type { Actions, PageServerLoad } from './$types'

function organisationIn(locals: App.Locals): string {
  return deskAt(locals).party?.organisation.id ?? error(404, messages.errors.notFound)
}

export const load: PageServerLoad = async (event) => {
  const desk = deskAt(event.locals)
  const id = organisationIn(event.locals)
  const [{ value: organisation }, contacts] = await Promise.all([
    theThing(event, desk.api.get<Organisation>(`/v1/organisations/${id}`)),
    part(event, desk.api.get<{ readonly items: readonly Contact[] }>(`/v1/organisations/${id}/contacts`)),
  ])
  // The frame has one of the same name already: who is looked at.
  return { facts: organisation, contacts, mayEdit: holds(desk.party, 'OA') }
}

/** An act on the contact that the form's address names. */
async function onContact(
  event: RequestEvent,
  given: {
    readonly method: Call['method']
    readonly under?: string
    readonly title: string
    readonly done: string
  },
  jsonOf: (form: FormData) => unknown,
) {
  const form = await event.request.formData()
  const id = encodeURIComponent(event.url.searchParams.get('contact') ?? '')
  const path = `/v1/contacts/${id}${given.under ?? ''}`
  const call = { method: given.method, path, ifMatch: ifMatchOf(form), json: jsonOf(form) }
  return act(event, form, { title: given.title, call }, () => `${event.url.pathname}?fait=${given.done}`)
}

export const actions: Actions = {
  identifiers: async (event) => {
    const form = await event.request.formData()
    const json = {
      siretSeat: filled(form, 'siretSeat'),
      finess: filledOrNull(form, 'finess'),
      structureIdentifier: filledOrNull(form, 'structureIdentifier'),
    }
    const path = `/v1/organisations/${organisationIn(event.locals)}`
    const call = { method: 'PATCH', path, ifMatch: ifMatchOf(form), json } as const
    return act(
      event,
      form,
      { title: words.saveIdentifiers, call },
      () => `${event.url.pathname}?fait=enregistre`,
    )
  },
  addContact: async (event) => {
    const form = await event.request.formData()
    const json = {
      kind: textOf(form, 'kind'),
      mailbox: filledOrNull(form, 'mailbox'),
      phone: filledOrNull(form, 'phone'),
    }
    const path = `/v1/organisations/${organisationIn(event.locals)}/contacts`
    const call = { method: 'POST', path, json } as const
    return act(
      event,
      form,
      { title: words.addAct, call },
      () => `${event.url.pathname}?fait=contact-enregistre`,
    )
  },
  changeContact: async (event) =>
    onContact(
      event,
      { method: 'PATCH', title: words.saveContact(''), done: 'contact-enregistre' },
      (form) => ({
        mailbox: filledOrNull(form, 'mailbox'),
        phone: filledOrNull(form, 'phone'),
      }),
    ),
  sendCode: async (event) =>
    onContact(
      event,
      { method: 'POST', under: '/send-code', title: words.sendCode(''), done: 'code-envoye' },
      () => undefined,
    ),
  verify: async (event) =>
    onContact(
      event,
      { method: 'POST', under: '/verify', title: words.verify(''), done: 'contact-verifie' },
      (form) => ({ code: textOf(form, 'code') }),
    ),
}
