import { delegationWords as words } from '#lib/messages/desk/delegations.ts'
import { delegationEvent, oneDelegation } from '#lib/server/desk/delegations.ts'
import { holds } from '#lib/server/desk/desk.ts'
import { filled, textOf } from '#lib/server/desk/fields.ts'
import { deskAt } from '#lib/server/desk/page.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  delegation: await oneDelegation(event),
  mayCheck: holds(deskAt(event.locals).agency, 'AI', 'AD'),
})

export const actions: Actions = {
  check: async (event) => {
    const form = await event.request.formData()
    const json = { verdict: textOf(form, 'verdict'), reason: filled(form, 'reason') }
    return delegationEvent(event, form, {
      name: 'check',
      title: words.check,
      json,
      done: 'delegation-controlee',
    })
  },
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
