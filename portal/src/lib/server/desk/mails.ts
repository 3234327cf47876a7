import type { RequestEvent } from '@sveltejs/kit'
import { deskAt, type Page, part, theThing } from './page.ts'
import type { Mail, MailWithText } from './wire/mails.ts'

const STATE = /^[a-z]{1,20}$/

/** One page of mails: of an organisation, or of all for the agency. */
export async function mailsPage(event: RequestEvent, organisation: string | undefined) {
  const { searchParams } = event.url
  const state = searchParams.get('etat') ?? ''
  const search = (searchParams.get('q') ?? '').trim().slice(0, 100)
  const mails = await part(
    event,
    deskAt(event.locals).api.get<Page<Mail>>('/v1/mails', {
      organisation,
      state: STATE.test(state) ? state : undefined,
      q: search,
      after: searchParams.get('apres') ?? undefined,
    }),
  )
  return { mails, state, search }
}

/** One mail with its text. */
export async function oneMail(event: RequestEvent<{ id: string }>) {
  const { value } = await theThing(
    event,
    deskAt(event.locals).api.get<MailWithText>(`/v1/mails/${event.params.id}`),
  )
  return { mail: value }
}
