import { fail, type RequestEvent } from '@sveltejs/kit'
import { accountWords as words } from '#lib/messages/desk/account.ts'
import { act, credentialOf, keySilent, unsent } from './act.ts'
import { textOf } from './fields.ts'
import { deskAt, part } from './page.ts'
import type { SecurityKeys, Session } from './wire/me.ts'

/** The person's own sessions and keys; the same on both desks. */
export async function accountData(event: RequestEvent) {
  const { api, me } = deskAt(event.locals)
  const [sessions, keys] = await Promise.all([
    part(event, api.get<{ readonly items: readonly Session[] }>('/v1/sessions')),
    part(event, api.get<SecurityKeys>('/v1/me/authenticators')),
  ])
  return { me, sessions, keys }
}

const back = (event: RequestEvent, done: string): string => `${event.url.pathname}?fait=${done}`

/** The forms of the account page. */
export const accountActions = {
  endSession: async (event: RequestEvent) => {
    const form = await event.request.formData()
    const call = { method: 'DELETE', path: `/v1/sessions/${encodeURIComponent(textOf(form, 'id'))}` } as const
    return act(event, form, { title: words.endSession, call }, () => back(event, 'session-fermee'))
  },

  /** Asks what a new key is to be asked with; the page then asks it. */
  offer: async (event: RequestEvent) => {
    const form = await event.request.formData()
    const answer = await deskAt(event.locals).api.call<{ readonly options: unknown }>({
      method: 'POST',
      path: '/v1/me/authenticators/options',
    })
    if (!answer.ok) return unsent(event, form, answer.refused)
    return { enrolment: { label: textOf(form, 'label'), options: JSON.stringify(answer.value.options) } }
  },

  /** The new key has answered. From the second one on, a key that is already there must agree. */
  enrol: async (event: RequestEvent) => {
    const form = await event.request.formData()
    let credential: unknown
    try {
      credential = JSON.parse(textOf(form, 'registration'))
    } catch {
      credential = await credentialOf(event, form, 'register')
    }
    if (credential === undefined) {
      return fail(422, { refused: keySilent, values: { label: textOf(form, 'label') }, action: '?/offer' })
    }
    form.set('registration', JSON.stringify(credential))
    const call = {
      method: 'POST',
      path: '/v1/me/authenticators',
      json: { credential, label: textOf(form, 'label') },
    } as const
    return act(event, form, { title: words.enrolTitle(textOf(form, 'label')), call }, () =>
      back(event, 'cle-ajoutee'),
    )
  },

  endKey: async (event: RequestEvent) => {
    const form = await event.request.formData()
    const id = encodeURIComponent(textOf(form, 'id'))
    const call = { method: 'DELETE', path: `/v1/me/authenticators/${id}` } as const
    return act(event, form, { title: words.endKey(textOf(form, 'label')), call }, () =>
      back(event, 'cle-retiree'),
    )
  },
}
