import { webcrypto } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../../demo/clock.ts'
import { appendChanges } from '../../../registry-api/src/audit/append-changes.ts'
import { systemPrincipal } from '../../../registry-api/src/db/principal.ts'
import { openSessions } from '../../../registry-api/src/db/sessions.ts'
import { createInTransaction } from '../../../registry-api/src/db/transaction.ts'
import { createUuidV7 } from '../../../registry-api/src/db/uuid.ts'
import type { Recipient } from '../../../registry-api/src/mails/mail.ts'
import { sendMail } from '../../../registry-api/src/mails/send-mail.ts'
import { createPeople, type TestPerson } from '../../support/people.ts'
import type { Random } from '../../support/random.ts'
import type { RegistryProcesses } from '../../support/registry-processes.ts'

/** One mail that must arrive: in whose box, and the words that only it holds. */
export interface Expected {
  readonly address: string
  readonly words: string
}

export interface MailStory {
  readonly agent: TestPerson
  /** Writes mails until told to stop, each asked for several times at once under its key. */
  write(until: () => boolean): Promise<void>
  /** What must have arrived, as it was noted when it was asked for. */
  readonly expected: readonly Expected[]
  readonly askedFor: () => number
  end(): Promise<void>
}

/** An organisation with two administrators, an agency with two reviewers, and writers of mails to all of them. */
export async function createMailStory(registry: RegistryProcesses, random: Random): Promise<MailStory> {
  const clock = { now: systemClock, advance: () => undefined, set: () => undefined }
  const database = { name: 'registry', urlFor: () => registry.superuserUrl, drop: async () => undefined }
  const people = await createPeople({ database, clock })
  const organisation = await people.organisation({ name: 'Imagerie du Léman' })
  const agent = await people.person('Arthur', [{ organisation: 'agency', roles: ['AR'] }])
  const olga = await people.person('Olga', [{ organisation, roles: ['OA'] }])
  const oscar = await people.person('Oscar', [{ organisation, roles: ['OA'] }])
  const reviewers = [
    await people.person('Ines', [{ organisation: 'agency', roles: ['AI'] }]),
    await people.person('Igor', [{ organisation: 'agency', roles: ['AI'] }]),
  ]
  const addressesOf = async (...who: TestPerson[]): Promise<string[]> => {
    const rows = await people.sql<{ mail: string }[]>`
      SELECT mail FROM person WHERE id IN ${people.sql(who.map(({ id }) => id))}`
    return rows.map(({ mail }) => mail.toLowerCase())
  }
  const recipients: readonly { readonly recipient: Recipient; readonly addresses: readonly string[] }[] = [
    { recipient: { kind: 'organisation', id: organisation }, addresses: await addressesOf(olga, oscar) },
    { recipient: { kind: 'role', role: 'AI' }, addresses: await addressesOf(...reviewers) },
    { recipient: { kind: 'person', id: olga.id }, addresses: await addressesOf(olga) },
  ]

  const sessions = openSessions(registry.databaseUrl)
  const inTransaction = createInTransaction({
    sessions,
    clock: systemClock,
    newId: createUuidV7(systemClock, (bytes) => webcrypto.getRandomValues(bytes)),
    beforeCommit: appendChanges,
  })
  const expected: Expected[] = []
  let asked = 0

  /** As use-cases do, three at once: a retry of the caller, a second click, the same hour of two workers. */
  const writeByUseCase = async (): Promise<void> => {
    const { recipient, addresses } = recipients[random.below(recipients.length)]!
    const words = `dossier n° ${expected.length + 1}.`
    const once = () =>
      inTransaction(systemPrincipal('acceptance'), (tx) =>
        sendMail(tx, {
          template: 'M6',
          recipient,
          values: { objet: words, suite: 'aucune' },
          dedupeKey: `acceptance:${words}`,
        }),
      )
    for (const address of addresses) expected.push({ address, words })
    await Promise.all([once(), once(), once()])
    await once()
    asked += 4
  }

  const inviteOverHttp = async (): Promise<void> => {
    const address = `guest-${expected.length + 1}@guests.example`
    const { status, text } = await registry.request(
      'POST',
      '/v1/invitations',
      { organisationId: organisation, roles: ['OR'], name: 'Invitée', mail: address },
      olga.headers,
    )
    if (status !== 201) throw new Error(`an invitation answers ${status}: ${text}`)
    expected.push({ address, words: 'Votre code : ' })
    asked += 1
  }

  return {
    agent,
    expected,
    askedFor: () => asked,
    async write(until) {
      while (!until()) {
        await (random.below(3) === 0 ? inviteOverHttp() : writeByUseCase())
        await sleep(50 + random.below(250))
      }
    },
    async end() {
      await sessions.close()
      await people.end()
    },
  }
}
