import { createHash } from 'node:crypto'
import { authorize } from '../identity-provider/sign-in.ts'
import type { SecurityKey } from './security-key.ts'

/** Where the registry is, and with which key people confirm. */
export interface Registry {
  readonly api: string
  readonly key: SecurityKey
  readonly signal?: AbortSignal
  /** Default: the global one. */
  readonly fetch?: typeof fetch
}

export interface Answer<T> {
  readonly status: number
  readonly etag: string | undefined
  readonly body: T
}

/** What the registry refuses, as it says it. */
export class RegistryRefusal extends Error {
  override readonly name = 'RegistryRefusal'
  readonly status: number
  readonly code: string

  constructor(what: string, status: number, problem: string) {
    super(`${what}: ${status} ${problem}`)
    this.status = status
    this.code = /problems\/([a-z0-9-]+)"/.exec(problem)?.[1] ?? ''
  }
}

/** One person, signed in. A refusal is thrown as RegistryRefusal. */
export interface RegistrySession {
  readonly person: { readonly id: string; readonly name: string }
  readonly headers: Readonly<Record<string, string>>
  get<T>(path: string): Promise<Answer<T>>
  /** What wants a step-up is confirmed with the person's key and sent again. */
  send<T>(
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    ifMatch?: string,
  ): Promise<Answer<T>>
  /** The same person, under the session that took the place of this one. */
  under(token: string): RegistrySession
  /** Enrols the key for this person. */
  enrol(label: string): Promise<void>
  end(): Promise<void>
}

/** Signs a persona of the demo in by the flow of the product: registry, provider, registry. */
export async function signIn(registry: Registry, login: string): Promise<RegistrySession> {
  const { body: begun } = await call<{ handle: string; authorizationUrl: string }>(
    registry,
    {},
    'POST',
    '/v1/sign-ins',
    {},
  )
  const parameters = await authorize(begun.authorizationUrl, login)
  const { body: done } = await call<{ token: string; person: { id: string; name: string } }>(
    registry,
    {},
    'POST',
    '/v1/sign-ins/complete',
    { handle: begun.handle, parameters },
  )
  return sessionOf(registry, done.token, done.person)
}

function sessionOf(registry: Registry, token: string, person: RegistrySession['person']): RegistrySession {
  const headers = { authorization: `Session ${token}` }
  const session: RegistrySession = {
    person,
    headers,
    get: <T>(path: string) => call<T>(registry, headers, 'GET', path),
    under: (next) => sessionOf(registry, next, person),
    async send<T>(method: string, path: string, body?: object, ifMatch?: string) {
      const conditional = { ...headers, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) }
      try {
        return await call<T>(registry, conditional, method, path, body)
      } catch (error) {
        if (!(error instanceof RegistryRefusal) || error.code !== 'step-up-required') throw error
        const stepUp = await confirm(registry, headers, { method, path, body, ifMatch })
        return call<T>(registry, { ...conditional, 'x-step-up': stepUp }, method, path, body)
      }
    },
    async enrol(label) {
      const { body: offer } = await session.send<{ options: unknown }>(
        'POST',
        '/v1/me/authenticators/options',
      )
      const credential = await registry.key.register(offer.options)
      await session.send('POST', '/v1/me/authenticators', { credential, label })
    },
    async end() {
      await call(registry, headers, 'DELETE', '/v1/sessions/current')
    },
  }
  return session
}

async function confirm(
  registry: Registry,
  headers: Record<string, string>,
  act: { method: string; path: string; body: object | undefined; ifMatch: string | undefined },
): Promise<string> {
  const { body: asked } = await call<{ id: string; options: unknown }>(
    registry,
    headers,
    'POST',
    '/v1/step-ups',
    {
      method: act.method,
      path: act.path,
      ...(act.ifMatch === undefined ? {} : { ifMatch: act.ifMatch }),
      bodySha256: createHash('sha256').update(written(act.body)).digest('hex'),
    },
  )
  const credential = await registry.key.assert(asked.options)
  await call(registry, headers, 'POST', `/v1/step-ups/${asked.id}/answer`, { credential })
  return asked.id
}

/** What goes over the wire, and what a step-up vouches for: the same bytes. */
function written(body: object | undefined): string {
  return body === undefined ? '' : JSON.stringify(body)
}

async function call<T>(
  { api, signal, fetch: ask = fetch }: Registry,
  headers: Readonly<Record<string, string>>,
  method: string,
  path: string,
  body?: object,
): Promise<Answer<T>> {
  const response = await ask(new URL(path, api), {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: written(body) } : {}),
    ...(signal ? { signal } : {}),
  })
  const text = await response.text()
  if (!response.ok) throw new RegistryRefusal(`${method} ${path}`, response.status, text)
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? undefined,
    body: (text === '' ? undefined : JSON.parse(text)) as T,
  }
}
