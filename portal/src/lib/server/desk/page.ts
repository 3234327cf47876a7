import { error, type RequestEvent } from '@sveltejs/kit'
import { messages } from '#lib/messages/fr.ts'
import type { Answer } from './desk-api.ts'
import type { Desk } from './desk.ts'
import { toSignIn } from './open-desk.ts'
import type { Refused } from './refused.ts'

/** A list or a thing of the registry for the screen: there, or why not. */
export type Shown<T> =
  | { readonly ok: true; readonly value: T; readonly etag?: string | undefined }
  | { readonly ok: false; readonly refused: Refused }

/** Who is at the desk; pages under it have somebody, `hooks.server.ts` saw to it. */
export function deskAt(locals: App.Locals): Desk {
  if (locals.desk !== undefined) return locals.desk
  error(503, { message: messages.errors.failed })
}

/** The thing a page is about. What is not there is a 404, a session that ended leads to sign-in. */
export async function theThing<T>(
  event: RequestEvent,
  answer: Promise<Answer<T>>,
): Promise<{ value: T; etag: string }> {
  const given = await answer
  if (given.ok) return { value: given.value, etag: given.etag ?? '' }
  if (given.refused.status === 401) return toSignIn(event)
  const { status, code, reference } = given.refused
  if (status === 404) error(404, messages.errors.notFound)
  error(status === 403 ? 403 : 503, { message: given.refused.detail, code, id: reference })
}

/** One part of a page among others: a refusal is shown in its place and takes nothing else away. */
export async function part<T>(event: RequestEvent, answer: Promise<Answer<T>>): Promise<Shown<T>> {
  const given = await answer
  if (!given.ok && given.refused.status === 401) return toSignIn(event)
  return given.ok ? { ok: true, value: given.value, etag: given.etag } : given
}

/** A page of a list (decisions 38). */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}
