import { writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { buildPortalIfChanged } from '../../../demo/build-portal.ts'
import { systemClock } from '../../../demo/clock.ts'
import { startPortal } from '../../e2e/portal/running-portal.ts'
import {
  HOSTILE_CLIENT,
  startHostileProvider,
  type HostileProvider,
  type ProviderPerson,
} from '../../support/hostile-provider.ts'
import { createPeople, type People } from '../../support/people.ts'
import { startRegistryProcesses, type RegistryProcesses } from '../../support/registry-processes.ts'
import { signInThroughProvider, type SignedIn, type SignInApi } from '../../support/sign-in.ts'
import type { AcceptanceContext } from '../harness.ts'

export interface Seen {
  readonly status: number
  readonly json: Readonly<Record<string, unknown>>
}

/** The real processes of a registry and its portal, a provider that lies on demand, and the people around them. */
export interface Scene {
  readonly context: AcceptanceContext
  readonly registry: RegistryProcesses
  readonly provider: HostileProvider
  readonly people: People
  readonly portalOrigin: string
  /** As a browser that nobody knows. */
  readonly api: SignInApi
  /** Whoever the provider is told to name, through the whole flow. */
  readonly signIn: (person: ProviderPerson) => Promise<SignedIn>
  /** A call with these headers and no others. */
  readonly call: (method: string, path: string, sent?: Sent) => Promise<Seen>
  /** Refused with that status and code, and nothing was changed: the audit is what it was. */
  readonly refused: (what: string, code: string, status: number, ask: () => Promise<Seen>) => Promise<void>
}

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Runs `attack` in a scene of its own. */
export async function inScene(
  context: AcceptanceContext,
  attack: (scene: Scene) => Promise<void>,
): Promise<void> {
  await buildPortalIfChanged({ log: (text) => context.say(text) })
  const stops: (() => Promise<unknown>)[] = []
  try {
    await attack(await build(context, stops))
  } finally {
    for (const stop of stops.toReversed()) await stop()
  }
}

async function build(context: AcceptanceContext, stops: (() => Promise<unknown>)[]): Promise<Scene> {
  const { directory } = context
  const port = await freePort()
  const portalOrigin = `http://localhost:${port}`
  const provider = await startHostileProvider()
  stops.push(() => provider.stop())
  const [secretFile, profileFile] = [join(directory, 'oidc.secret'), join(directory, 'oidc.json')]
  await writeFile(secretFile, HOSTILE_CLIENT.secret)
  await writeFile(
    profileFile,
    JSON.stringify(provider.profile(secretFile, `${portalOrigin}/connexion/retour`, { siretClaim: 'siret' })),
  )
  const registry = await startRegistryProcesses({
    directory,
    environment: { REGISTRY_OIDC_PROFILE_FILE: profileFile, REGISTRY_PUBLIC_URL: portalOrigin },
  })
  stops.push(() => registry.stop())
  const portal = await startPortal(registry.apiUrl, {
    PORTAL_ORIGIN: portalOrigin,
    PORTAL_LISTEN_PORT: String(port),
  })
  stops.push(() => portal.stop())
  const people = await createPeople({
    database: { name: 'registry', urlFor: () => registry.superuserUrl, drop: async () => undefined },
    clock: { now: systemClock, advance: () => undefined, set: () => undefined },
  })
  stops.push(() => people.end())

  const call = async (method: string, path: string, { headers = {}, body }: Sent = {}): Promise<Seen> => {
    const response = await fetch(`${registry.apiUrl}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, json: (isJson ? JSON.parse(text) : {}) as Seen['json'] }
  }
  const api: SignInApi = { request: (method, path, body) => call(method, path, { body }) }
  const events = async () => Number((await people.sql`SELECT count(*) AS many FROM audit_event`)[0]?.['many'])
  return {
    context,
    registry,
    provider,
    people,
    portalOrigin,
    api,
    call,
    signIn(person) {
      provider.next(person)
      return signInThroughProvider(api)
    },
    async refused(what, code, status, ask) {
      const before = await events()
      const seen = await ask()
      const after = await events()
      const holds = seen.status === status && seen.json['code'] === code && after === before
      context.check(`${what}: ${code}`, holds, { ...seen, newEvents: after - before })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
