import type { RequestEvent } from '@sveltejs/kit'
import { instantOf } from '#lib/dates.ts'
import { teamWords as words } from '#lib/messages/desk/team.ts'
import { act, unsent } from './act.ts'
import { toSignIn } from './open-desk.ts'
import { filled, ifMatchOf, textOf, ticked, wholeNumber } from './fields.ts'
import { deskAt, type Page, part } from './page.ts'
import type { Membership } from './wire/me.ts'
import type { ApiKey, Member } from './wire/team.ts'

/** Members and keys of the organisation of `membership`. */
export async function teamData(
  event: RequestEvent,
  membership: Membership | undefined,
  administrator: 'OA' | 'AA',
) {
  const { api, me } = deskAt(event.locals)
  const organisation = membership?.organisation.id
  const isAdministrator = membership?.roles.includes(administrator) ?? false
  const query = { organisation, limit: 200 }
  const [members, keys] = await Promise.all([
    part(event, api.get<Page<Member>>('/v1/memberships', query)),
    administrator === 'OA' && isAdministrator
      ? part(event, api.get<Page<ApiKey>>('/v1/api-keys', query))
      : undefined,
  ])
  return { members, keys, isAdministrator, me: me.person.id }
}

const back = (event: RequestEvent, done: string): string => `${event.url.pathname}?fait=${done}`
const idOf = (form: FormData): string => encodeURIComponent(textOf(form, 'id'))

/** The forms of a team page. `organisationOf`: whose team it is. */
export function teamActions(organisationOf: (event: RequestEvent) => string | undefined) {
  return {
    invite: async (event: RequestEvent) => {
      const form = await event.request.formData()
      const json = {
        organisationId: organisationOf(event),
        roles: ticked(form, 'roles'),
        name: textOf(form, 'name'),
        mail: textOf(form, 'mail'),
      }
      const call = { method: 'POST', path: '/v1/invitations', json } as const
      return act(event, form, { title: words.inviteAct, call }, () => back(event, 'invite'))
    },
    change: async (event: RequestEvent) => {
      const form = await event.request.formData()
      const until = filled(form, 'until')
      const end = until === undefined ? undefined : instantOf(`${until}T22:59:59Z`)
      const json = { roles: ticked(form, 'roles'), until: end?.toISOString() ?? null }
      const path = `/v1/memberships/${idOf(form)}`
      const call = { method: 'PATCH', path, ifMatch: ifMatchOf(form), json } as const
      const title = words.saveRoles(textOf(form, 'nom'))
      return act(event, form, { title, call }, () => back(event, 'membre-change'))
    },
    end: async (event: RequestEvent) => {
      const form = await event.request.formData()
      const path = `/v1/memberships/${idOf(form)}`
      const call = { method: 'DELETE', path, ifMatch: ifMatchOf(form) } as const
      const title = words.end(textOf(form, 'nom'))
      return act(event, form, { title, effect: words.endText, call }, () => back(event, 'membre-parti'))
    },
    confirm: async (event: RequestEvent) => {
      const form = await event.request.formData()
      const path = `/v1/memberships/${idOf(form)}/confirm`
      const call = { method: 'POST', path, ifMatch: ifMatchOf(form) } as const
      return act(event, form, { title: words.confirm(textOf(form, 'nom')), call }, () =>
        back(event, 'membre-confirme'),
      )
    },
    /** The whole key is in this answer and nowhere else: it is shown on the page that the form leads to. */
    makeKey: async (event: RequestEvent) => {
      const form = await event.request.formData()
      const answer = await deskAt(event.locals).api.call<ApiKey & { readonly key: string }>({
        method: 'POST',
        path: '/v1/api-keys',
        json: {
          organisationId: organisationOf(event),
          name: textOf(form, 'name'),
          scopes: ticked(form, 'scopes'),
          days: wholeNumber(form, 'days'),
        },
      })
      if (answer.ok) return { made: { name: answer.value.name, key: answer.value.key } }
      if (answer.refused.status === 401) return toSignIn(event)
      return unsent(event, form, answer.refused)
    },
    revokeKey: async (event: RequestEvent) => {
      const form = await event.request.formData()
      const call = { method: 'DELETE', path: `/v1/api-keys/${idOf(form)}`, ifMatch: ifMatchOf(form) } as const
      return act(event, form, { title: words.revoke(textOf(form, 'nom')), call }, () =>
        back(event, 'cle-revoquee'),
      )
    },
    adoptKey: async (event: RequestEvent) => {
      const form = await event.request.formData()
      const call = {
        method: 'POST',
        path: `/v1/api-keys/${idOf(form)}/adopt`,
        ifMatch: ifMatchOf(form),
      } as const
      return act(event, form, { title: words.adopt(textOf(form, 'nom')), call }, () =>
        back(event, 'cle-adoptee'),
      )
    },
  }
}
