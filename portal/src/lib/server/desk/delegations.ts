import type { RequestEvent } from '@sveltejs/kit'
import { act, type ActOutcome } from './act.ts'
import { ifMatchOf } from './fields.ts'
import { deskAt, theThing } from './page.ts'
import type { Delegation } from './wire/delegations.ts'

/** One delegation; reading it leaves a trace at the registry. */
export async function oneDelegation(event: RequestEvent<{ id: string }>): Promise<Delegation> {
  const { api } = deskAt(event.locals)
  return (await theThing(event, api.get<Delegation>(`/v1/delegations/${event.params.id}`))).value
}

/** An event of a delegation, back to its page. */
export function delegationEvent(
  event: RequestEvent<{ id: string }>,
  form: FormData,
  given: { readonly name: string; readonly title: string; readonly json: unknown; readonly done: string },
): Promise<ActOutcome> {
  const path = `/v1/delegations/${event.params.id}/${given.name}`
  const call = { method: 'POST', path, ifMatch: ifMatchOf(form), json: given.json } as const
  return act(event, form, { title: given.title, call }, () => `${event.url.pathname}?fait=${given.done}`)
}
