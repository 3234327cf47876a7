import { systemClock } from '../../../demo/clock.ts'
import { createPeople, type TestPerson } from '../../support/people.ts'
import { startRegistryProcesses } from '../../support/registry-processes.ts'
import { insertRow } from '../../support/rows.ts'

export interface Seen {
  readonly status: number
  readonly json: {
    readonly [member: string]: unknown
    readonly id: string
    readonly code?: string
    readonly version?: number
    readonly changed?: readonly string[]
  }
}

export type Scene = Awaited<ReturnType<typeof createScene>>

/** Two processes of one registry on one database, and the people who come at the same second. */
export async function createScene(directory: string) {
  const plenty = '100000:100000'
  const registry = await startRegistryProcesses({
    directory,
    environment: {
      REGISTRY_RATE_PER_ADDRESS: plenty,
      REGISTRY_RATE_PER_PRINCIPAL: plenty,
      REGISTRY_RATE_SENSITIVE: plenty,
    },
  })
  const second = await registry.startAnotherApi()
  const people = await createPeople({
    database: { name: 'registry', urlFor: () => registry.superuserUrl, drop: async () => undefined },
    clock: { now: systemClock, advance: () => undefined, set: () => undefined },
  })
  const urls = [registry.apiUrl, `http://127.0.0.1:${second.port}`]
  let turn = 0

  const person = (name: string, organisation: string, ...roles: string[]) =>
    people.person(name, [{ organisation, roles: roles as never[] }])
  /** One request, to the two processes by turns. */
  const call = async (
    who: TestPerson,
    method: string,
    path: string,
    {
      body,
      ifMatch,
      stepUp = false,
    }: { body?: unknown; ifMatch?: string | undefined; stepUp?: boolean } = {},
  ): Promise<Seen> => {
    turn += 1
    const url = urls[turn % urls.length]!
    const confirmed = stepUp
      ? await people.stepUp(who, { method, path, body, ...(ifMatch === undefined ? {} : { ifMatch }) })
      : {}
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...who.headers,
        ...confirmed,
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, json: (await response.json()) as Seen['json'] }
  }
  return {
    people,
    call,
    person,
    events: async (subject: string, event: string): Promise<number> => {
      const [row] = await people.sql<{ n: number }[]>`
        SELECT count(*)::int AS n FROM audit_event WHERE subject_id = ${subject} AND event = ${event}`
      return row!.n
    },
    async submittedAdmission(): Promise<string> {
      const author = await people.person('Author')
      const at = systemClock().toISOString()
      const row = await insertRow(people.sql, 'admission', {
        version: 1,
        author_id: author.id,
        state: 'submitted',
        form: {},
        waiting_since: at,
        submitted_at: at,
      })
      return String(row['id'])
    },
    async contactOf(organisation: string): Promise<string> {
      const row = await insertRow(people.sql, 'contact', {
        version: 1,
        organisation_id: organisation,
        kind: 'security24h',
        phone: '+33100000000',
      })
      return String(row['id'])
    },
    async commitmentOf(organisation: string): Promise<{ id: string; version: number; state: string }> {
      const [row] = await people.sql<{ id: string; version: number; state: string }[]>`
        SELECT id, version, state FROM commitment WHERE organisation_id = ${organisation}`
      return row!
    },
    async stop() {
      await people.end()
      await second.kill()
      await registry.stop()
    },
  }
}
