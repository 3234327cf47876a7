import type { RequestEvent } from '@sveltejs/kit'
import { act, type ActOutcome } from './act.ts'
import { ifMatchOf } from './fields.ts'

/** What an event of a commitment needs beside its form. */
interface Event {
  readonly name: string
  readonly title: string
  readonly effect?: string
  readonly json: unknown
  /** Code of what is said where the event was carried out at once. */
  readonly done: string
}

/** An event of a commitment: done at once, or proposed to a second person (202), whose page it then leads to. */
export function commitmentEvent(
  event: RequestEvent<{ id: string }>,
  form: FormData,
  { name, title, effect, json, done }: Event,
): Promise<ActOutcome> {
  const path = `/v1/commitments/${event.params.id}/${name}`
  return act<{ readonly id: string }>(
    event,
    form,
    { title, effect, call: { method: 'POST', path, ifMatch: ifMatchOf(form), json } },
    ({ id }, status) =>
      status === 202 ? `/agence/decisions/${id}?fait=propose` : `${event.url.pathname}?fait=${done}`,
  )
}
