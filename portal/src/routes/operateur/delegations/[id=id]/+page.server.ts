import { delegationWords as words } from '#lib/messages/desk/delegations.ts'
import { delegationEvent, oneDelegation } from '#lib/server/desk/delegations.ts'
import { holds } from '#lib/server/desk/desk.ts'
import { textOf } from '#lib/server/desk/fields.ts'
import { deskAt } from '#lib/server/desk/page.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  delegation: await oneDelegation(event),
  mayRevoke: holds(deskAt(event.locals).party, 'OA', 'OT'),
})

export const actions: Actions = {
  revoke: async (event) => {
    const form = await event.request.formData()
    const json = { reason: textOf(form, 'reason') }
    return delegationEvent(event, form, {
      name: 'revoke',
      title: words.revoke,
      json,
      done: 'delegation-revoquee',
    })
  },
}
