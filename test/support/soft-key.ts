import { createHash, randomUUID } from 'node:crypto'
import {
  createSoftAuthenticator,
  type Misbehaviour,
  type SoftAuthenticator,
} from '../../demo/soft-authenticator/soft-authenticator.ts'
import type { People } from './people.ts'

/** An invitation that the person has just accepted, written by the owner: from now on they have 15 minutes. */
export async function acceptInvitation(
  people: Pick<People, 'sql' | 'agency'>,
  who: { readonly id: string },
  at: Date,
): Promise<void> {
  await people.sql`INSERT INTO invitation ${people.sql({
    id: randomUUID(),
    organisation_id: await people.agency(),
    roles: ['AR'],
    code_sha256: randomUUID(),
    is_bootstrap: false,
    expires_at: at,
    accepted_at: at,
    accepted_by: who.id,
    created_at: at,
  })}`
}

/** Where the registry of a test expects its portal to be (config.ts). */
export const PORTAL_ORIGIN = 'http://localhost:3000'

/** What answers like the API of a registry: a trust space of a test, or processes. */
export interface KeyApi {
  request(
    method: string,
    path: string,
    sent: {
      readonly as: 'public'
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: unknown
    },
  ): Promise<{
    readonly status: number
    readonly text: string
    readonly json: Readonly<Record<string, unknown>>
  }>
}

/** Somebody with a session. */
export interface KeyHolder {
  readonly headers: { readonly authorization: string }
}

/** One call of the API, as it will be sent. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly ifMatch?: string
  readonly body?: unknown
}

export type SoftKey = ReturnType<typeof softKey>

/**
 * A security key in software in somebody's hand, used through the API as the portal uses a real one. It may serve
 * several people, as a key that is lent does.
 */
export function softKey(
  api: KeyApi,
  options: { readonly origin?: string; readonly key?: SoftAuthenticator } = {},
) {
  const { origin = PORTAL_ORIGIN, key = createSoftAuthenticator() } = options
  const send = (
    who: KeyHolder,
    { method, path, ifMatch, body }: Call,
    headers: Record<string, string> = {},
  ) =>
    api.request(method, path, {
      as: 'public',
      headers: { ...who.headers, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }), ...headers },
      ...(body === undefined ? {} : { body }),
    })
  const expecting = async (status: number, answer: ReturnType<typeof send>) => {
    const given = await answer
    if (given.status !== status) throw new Error(`a security key: ${given.status} ${given.text}`)
    return given.json
  }

  const ask = (who: KeyHolder, call: Call) =>
    send(who, { method: 'POST', path: '/v1/step-ups', body: askedOf(call) })

  const answer = async (
    who: KeyHolder,
    asked: Readonly<Record<string, unknown>>,
    misbehaviour?: Misbehaviour,
  ) => {
    const credential = await key.assert(asked['options'] as never, origin, misbehaviour)
    return send(who, {
      method: 'POST',
      path: `/v1/step-ups/${String(asked['id'])}/answer`,
      body: { credential },
    })
  }

  /** The header with which exactly this call may be made, once. */
  const stepUp = async (who: KeyHolder, call: Call): Promise<{ 'x-step-up': string }> => {
    const asked = await expecting(201, ask(who, call))
    await expecting(200, answer(who, asked))
    return { 'x-step-up': String(asked['id']) }
  }

  /** Makes a credential and the call that enrols it, without sending it. */
  const register = async (who: KeyHolder, label = 'clé de test'): Promise<Call & { body: object }> => {
    const offer = await expecting(200, send(who, { method: 'POST', path: '/v1/me/authenticators/options' }))
    const credential = await key.register(offer['options'] as never, origin)
    return { method: 'POST', path: '/v1/me/authenticators', body: { credential, label } }
  }

  return {
    key,
    send,
    ask,
    answer,
    stepUp,
    register,

    /** Enrols this key for its first holder; `held` is a key they have, where it is not their first. */
    async enrol(who: KeyHolder, held?: { readonly stepUp: typeof stepUp }): Promise<{ readonly id: string }> {
      const call = await register(who)
      const headers = held === undefined ? {} : await held.stepUp(who, call)
      return (await expecting(201, send(who, call, headers))) as { id: string }
    },

    /** Makes a call with the word of the key for it. */
    async act(who: KeyHolder, call: Call) {
      return send(who, call, await stepUp(who, call))
    },
  }
}

/** What a step-up is asked for: the call and the digest of its body. */
export function askedOf({ method, path, ifMatch, body }: Call) {
  const bytes = body === undefined ? '' : JSON.stringify(body)
  return {
    method,
    path,
    ...(ifMatch === undefined ? {} : { ifMatch }),
    bodySha256: createHash('sha256').update(bytes).digest('hex'),
  }
}
