import { instantOf } from '#lib/dates.ts'
import { invitationWords as words } from '#lib/messages/desk/invitation.ts'
import { act, unsent } from '#lib/server/desk/act.ts'
import { deskCookies } from '#lib/server/desk/cookies.ts'
import { toSignIn } from '#lib/server/desk/open-desk.ts'
import { textOf } from '#lib/server/desk/fields.ts'
import { deskAt } from '#lib/server/desk/page.ts'
import type { Accepted, Invitation } from '#lib/server/desk/wire/team.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  // A code never stands in an address: it is posted, looked at, and posted again to be used.
  look: async (event) => {
    const form = await event.request.formData()
    const code = textOf(form, 'code')
    const answer = await deskAt(event.locals).api.call<Invitation>({
      method: 'POST',
      path: '/v1/invitations/look',
      json: { code },
    })
    if (answer.ok) return { found: { code, ...answer.value } }
    if (answer.refused.status === 401) return toSignIn(event)
    return unsent(event, form, answer.refused)
  },

  accept: async (event) => {
    const form = await event.request.formData()
    return act<Accepted>(
      event,
      form,
      {
        title: words.accept(textOf(form, 'name')),
        call: { method: 'POST', path: '/v1/invitations/accept', json: { code: textOf(form, 'code') } },
      },
      ({ membership, session }) => {
        // Rights have changed, so has the session (procedures 4).
        const { person } = deskAt(event.locals).me
        if (session !== null) {
          deskCookies(event.cookies).keepSession(session.token, person.id, instantOf(session.expiresAt))
        }
        const isParty = membership.roles.some((role) => ['OA', 'OS', 'OT', 'OR', 'VP'].includes(role))
        const done = membership.state === 'active' ? 'invitation-acceptee' : 'invitation-a-confirmer'
        if (isParty) deskCookies(event.cookies).keepOrganisation(membership.organisationId)
        return `${isParty || membership.state !== 'active' ? '/operateur/compte' : '/agence/compte'}?fait=${done}`
      },
    )
  },
}
