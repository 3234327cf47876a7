import { redirect, type RequestEvent } from '@sveltejs/kit'
import { PORTAL_API_URL } from '$app/env/private'
import { getRequestEvent } from '$app/server'
import { systemClock } from '#lib/clock.ts'
import { createDeskApi, type DeskApi } from './desk-api.ts'
import { type Desk, deskOf } from './desk.ts'
import { deskCookies } from './cookies.ts'
import { createDrafts } from './drafts.ts'
import type { Refused } from './refused.ts'
import type { Me } from './wire/me.ts'

const drafts = createDrafts(systemClock)

/** The API in the name of the person whose session this is; of nobody without a token. */
export function apiFor(token: string | undefined): DeskApi {
  const forwardedFor = readersOf(getRequestEvent())
  return createDeskApi({ apiUrl: PORTAL_API_URL, fetch: globalThis.fetch, token, forwardedFor })
}

/**
 * X-Forwarded-For as a forwarder writes it: what it was told, then its own peer. The registry believes us for the last
 * address only, so that each reader has limits of their own and nobody lends themselves another's.
 */
function readersOf({ request, getClientAddress }: RequestEvent): string {
  const told = request.headers.get('x-forwarded-for')?.slice(-512)
  return told === undefined ? getClientAddress() : `${told}, ${getClientAddress()}`
}

/**
 * Finds out who asks: one call to the registry. Nobody, or a session that ended, is sent to sign in and comes back
 * to the same page; what they had typed comes back too.
 */
export async function openDesk(event: RequestEvent): Promise<Desk | Refused> {
  const cookies = deskCookies(event.cookies)
  const token = cookies.session()
  if (token === undefined) return toSignIn(event)
  const api = apiFor(token)
  const answer = await api.get<Me>('/v1/me')
  if (!answer.ok) {
    if (answer.refused.status !== 401) return answer.refused
    return toSignIn(event)
  }
  const draftId = event.request.method === 'GET' ? cookies.draft() : undefined
  const draft =
    draftId === undefined ? undefined : drafts.take(draftId, event.url.pathname, answer.value.person.id)
  if (draft !== undefined) cookies.forgetDraft()
  return deskOf(api, answer.value, cookies.organisation(), draft)
}

/** Leaves for the sign-in page, keeping what a form carried. */
export async function toSignIn(event: RequestEvent): Promise<never> {
  const cookies = deskCookies(event.cookies)
  const { pathname, search } = event.url
  let hasEnded = cookies.session() !== undefined
  cookies.forgetSession()
  if (event.request.method === 'POST') {
    hasEnded = true
    await keepTyped(event)
    redirect(303, `/connexion?fin=1&retour=${encodeURIComponent(pathname)}`)
  }
  redirect(303, `/connexion?${hasEnded ? 'fin=1&' : ''}retour=${encodeURIComponent(pathname + search)}`)
}

async function keepTyped(event: RequestEvent): Promise<void> {
  const cookies = deskCookies(event.cookies)
  const personId = cookies.lastPerson()
  const isText = /^application\/x-www-form-urlencoded\b/.test(event.request.headers.get('content-type') ?? '')
  if (personId === undefined || !isText) return
  const form = await event.request
    .clone()
    .formData()
    .catch(() => undefined)
  const id = form === undefined ? undefined : drafts.keep(event.url.pathname, personId, form)
  if (id !== undefined) cookies.keepDraft(id)
}
