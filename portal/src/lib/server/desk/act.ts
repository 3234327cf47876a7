import { type ActionFailure, fail, redirect, type RequestEvent } from '@sveltejs/kit'
import type { StepUpQuestion } from '#lib/desk/step-up.ts'
import { stepUpWords } from '#lib/messages/desk/step-up.ts'
import { bodySha256, type Call } from './desk-api.ts'
import { textOf } from './fields.ts'
import { toSignIn } from './open-desk.ts'
import type { Refused } from './refused.ts'
import { softKeyAnswer } from './soft-authenticator.ts'

/** What a form asks the registry to do. */
export interface Act {
  readonly call: Call
  /** Verb and object, as the button says it: the title of the page that asks for the key. */
  readonly title: string
  /** What it changes, said once more before the key. */
  readonly effect?: string | undefined
  /** The action of the form that holds the fields, where the act stands beside it. */
  readonly fieldsOf?: string
}

/** A form that was not carried out: why, and all that was typed. */
export interface Unsent {
  readonly refused: Refused
  readonly values: Readonly<Record<string, string>>
  /** The action that was asked for, as in `?/submit`. */
  readonly action: string
}

/** The key is asked for first: nothing has been done yet. */
export interface Asked {
  readonly stepUp: StepUpQuestion
}

export type ActOutcome = ActionFailure<Unsent> | Asked

interface StepUp {
  readonly id: string
  readonly options: unknown
  readonly expiresAt: string
}

/**
 * Does what a form asks. Where the registry wants a key for it, answers the question for the page; the same form then
 * comes back with the key's answer, the call is made of it anew, and the registry compares it with what the key saw.
 *
 * Never returns after success: `done` redirects, so that reloading the page does nothing twice.
 */
export async function act<T>(
  event: RequestEvent,
  form: FormData,
  wanted: Act,
  done: (value: T, status: number) => string | Promise<string>,
): Promise<ActOutcome> {
  const { api } = deskIn(event)
  const stepUpId = textOf(form, 'stepUpId')
  if (stepUpId !== '') {
    const refused = await answerStepUp(event, form, stepUpId)
    if (refused?.status === 401) return toSignIn(event)
    if (refused !== undefined) return ask(event, form, wanted, refused)
  }
  const call: Call = {
    ...wanted.call,
    ...(stepUpId === '' ? {} : { stepUpId }),
    ...(textOf(form, 'cle') === '' ? {} : { idempotencyKey: textOf(form, 'cle') }),
  }
  const answer = await api.call<T>(call)
  if (answer.ok) redirect(303, await done(answer.value, answer.status))
  if (answer.refused.status === 401) return toSignIn(event)
  if (answer.refused.code === 'step-up-required') return ask(event, form, wanted, undefined)
  if (/^step-up-(expired|used|mismatch)$/.test(answer.refused.code))
    return ask(event, form, wanted, answer.refused)
  return unsent(event, form, answer.refused, wanted.fieldsOf)
}

/** The answer of a form that was refused: its status, the reason, and everything that was typed. */
export function unsent(
  event: RequestEvent,
  form: FormData,
  refused: Refused,
  fieldsOf = event.url.search,
): ActionFailure<Unsent> {
  return fail(refused.status, { refused, values: typed(form), action: fieldsOf })
}

async function ask(
  event: RequestEvent,
  form: FormData,
  { call, title, effect }: Act,
  former: Refused | undefined,
): Promise<ActOutcome> {
  const { api } = deskIn(event)
  const answer = await api.call<StepUp>({
    method: 'POST',
    path: '/v1/step-ups',
    json: {
      method: call.method,
      path: call.path,
      ...(call.ifMatch === undefined ? {} : { ifMatch: call.ifMatch }),
      bodySha256: bodySha256(call),
    },
  })
  if (!answer.ok) {
    if (answer.refused.status === 401) return toSignIn(event)
    return unsent(event, form, answer.refused)
  }
  const { id, options, expiresAt } = answer.value
  return {
    stepUp: {
      id,
      title,
      effect,
      expiresAt,
      options: JSON.stringify(options),
      action: event.url.search,
      back: event.url.pathname,
      fields: Object.entries(typed(form)),
      former: former?.detail,
    },
  }
}

async function answerStepUp(event: RequestEvent, form: FormData, id: string): Promise<Refused | undefined> {
  const credential = await credentialOf(event, form, 'assert')
  if (credential === undefined) return keySilent
  const answer = await deskIn(event).api.call({
    method: 'POST',
    path: `/v1/step-ups/${encodeURIComponent(id)}/answer`,
    json: { credential },
  })
  return answer.ok ? undefined : answer.refused
}

/** No answer of a key came with the form. */
export const keySilent: Refused = {
  status: 422,
  code: 'key-silent',
  detail: stepUpWords.failed,
  reference: '',
  faults: [],
}

/** What a key answered: the browser's, or the demo's software key where that was chosen. */
export async function credentialOf(
  event: RequestEvent,
  form: FormData,
  ceremony: 'assert' | 'register',
): Promise<unknown> {
  if (textOf(form, 'stepUpWay') !== 'logicielle') return parsed(textOf(form, 'credential'))
  const options = parsed(textOf(form, 'stepUpOptions'))
  return options === undefined ? undefined : softKeyAnswer(ceremony, options, event.url.origin)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What was typed, without files and without what belongs to one asking of the key. */
function typed(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form.entries()].filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && entry[0] !== 'credential' && !entry[0].startsWith('stepUp'),
    ),
  )
}

function deskIn(event: RequestEvent) {
  const { desk } = event.locals
  if (desk === undefined) throw new Error('an act without anybody at the desk')
  return desk
}
