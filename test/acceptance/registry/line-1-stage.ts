import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { demoOrganisations } from '../../../demo/world.ts'
import { seedPeople } from '../../../demo/people/seed-people.ts'
import { signIn, type RegistrySession } from '../../../demo/people/registry-session.ts'
import { pdf } from '../../support/pdf.ts'
import type { StorySpace } from '../../support/story-space.ts'
import type { AcceptanceContext } from '../harness.ts'

const PATIENCE_MS = 15_000

export interface Row {
  readonly [member: string]: unknown
  readonly id: string
  readonly version: number
  readonly state: string
}
interface Page {
  readonly items: readonly Row[]
}

export type Stage = ReturnType<typeof createStage>

/** What the story needs of its people, its mails and its audit. */
export function createStage(context: AcceptanceContext, space: StorySpace) {
  let seenEvents = 0
  let documents = 0
  const sessions = new Map<string, RegistrySession>()

  const stage = {
    /** Everybody of the agency in their place, by bootstrap codes, invitations and second administrators. */
    async seatTheAgency(): Promise<void> {
      for (const { name, kinds, siren, siret } of Object.values(demoOrganisations))
        await space.operations.post('/v1/operators', { name, kinds, siren, siretSeat: siret })
      const keys = new Set<string>()
      await seedPeople({
        registry: space.registry,
        operations: space.operations,
        mailbox: space.mailbox.url,
        hasKey: (name) => keys.has(name),
        say: () => undefined,
      })
    },

    /** The persona's session; another one once it has ended. */
    async as(login: string): Promise<RegistrySession> {
      const known = sessions.get(login)
      if (known !== undefined) {
        const isAlive = await known.get('/v1/me').then(
          () => true,
          () => false,
        )
        if (isAlive) return known
      }
      const session = await signIn(space.registry, login)
      sessions.set(login, session)
      return session
    },

    keep(login: string, session: RegistrySession): void {
      sessions.set(login, session)
    },

    async read(login: string, path: string): Promise<Row> {
      return (await (await stage.as(login)).get<Row>(path)).body
    },

    async list(login: string, path: string): Promise<readonly Row[]> {
      return (await (await stage.as(login)).get<Page>(path)).body.items
    },

    /** An event on something, with its version as it is now. */
    async act(login: string, path: string, event: string, body: object = {}): Promise<Row> {
      const { version } = await stage.read(login, path)
      const session = await stage.as(login)
      return (await session.send<Row>('POST', `${path}/${event}`, body, `"v${version}"`)).body
    },

    async change(login: string, path: string, body: object): Promise<Row> {
      const { version } = await stage.read(login, path)
      return (await (await stage.as(login)).send<Row>('PATCH', path, body, `"v${version}"`)).body
    },

    /** Proposed by the first, who may not approve it, and approved by the second. */
    async actByTwo(path: string, event: string, body: object, by = ['ines', 'denise']): Promise<Row> {
      const [first = '', second = ''] = by
      const decision = await stage.act(first, path, event, body)
      const own = await stage.refusal(() => stage.act(first, `/v1/decisions/${decision.id}`, 'approve'))
      context.check(`${event}: its proposer may not approve it`, own !== 'none', own)
      return stage.act(second, `/v1/decisions/${decision.id}`, 'approve')
    },

    /** The code with which something is refused. */
    async refusal(deed: () => Promise<unknown>): Promise<string> {
      try {
        await deed()
        return 'none'
      } catch (error) {
        return (error as { code?: string }).code ?? String(error)
      }
    },

    async upload(login: string, purpose: string): Promise<{ id: string; sha256: string }> {
      documents += 1
      const bytes = pdf(`${purpose} ${documents}`)
      const { headers } = await stage.as(login)
      const path = `/v1/documents?purpose=${purpose}&name=${purpose}-${documents}.pdf`
      const response = await fetch(new URL(path, space.registry.api), {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/pdf' },
        body: Uint8Array.from(bytes),
      })
      if (response.status !== 201) throw new Error(await response.text())
      const { id } = (await response.json()) as { id: string }
      return { id, sha256: createHash('sha256').update(bytes).digest('hex') }
    },

    /** Events since the last time it was asked. */
    async newEvents(): Promise<string[]> {
      const events: string[] = []
      for (;;) {
        const { items } = await space.operations.get<{ items: { seq: number; event: string }[] }>(
          `/v1/audit-events?limit=200&after=${seenEvents}`,
        )
        events.push(...items.map(({ event }) => event))
        seenEvents = items.at(-1)?.seq ?? seenEvents
        if (items.length < 200) return events
      }
    },

    async expectEvents(step: string, ...expected: readonly string[]): Promise<void> {
      const events = await stage.newEvents()
      const missing = expected.filter((event) => !events.includes(event))
      context.check(`${step}: audit tells ${expected.join(', ')}`, missing.length === 0, { missing, events })
    },

    /** Waits for a mail with this subject to the address, younger than the last one that was asked for. */
    async expectMail(step: string, address: string, subject: string): Promise<string> {
      const has = () =>
        space.mailbox
          .mails(address)
          .find((mail) => mail.subject.includes(subject) && !readMails.has(`${mail.id}`))
      for (let waited = 0; has() === undefined && waited < PATIENCE_MS; waited += 100) await wait(100)
      const mail = has()
      context.check(
        `${step}: « ${subject} » reaches ${address}`,
        mail !== undefined,
        space.mailbox.mails(address).map((each) => each.subject),
      )
      if (mail !== undefined) readMails.add(`${mail.id}`)
      return mail?.text ?? ''
    },

    /** The list in force holds exactly these lines, once everything that waits is published. */
    async expectListed(step: string, ...numbers: readonly number[]): Promise<void> {
      await space.publish()
      const listed = await space.listed()
      context.check(
        `${step}: the list holds ${numbers.length === 0 ? 'nothing of it' : numbers.join(', ')}`,
        numbers.join() === listed.filter((number) => number < 9_000).join(),
        listed,
      )
    },

    /** Waits until the worker has brought it about. */
    async waitFor(login: string, path: string, state: string): Promise<Row> {
      let row = await stage.read(login, path)
      for (let waited = 0; row.state !== state && waited < PATIENCE_MS; waited += 200) {
        await wait(200)
        row = await stage.read(login, path)
      }
      context.check(`${path.split('/')[2]} becomes ${state}`, row.state === state, row.state)
      return row
    },
  }
  const readMails = new Set<string>()
  return stage
}
