import { webcrypto } from 'node:crypto'
import { inject } from 'vitest'
import { startMailbox } from '../../demo/mailbox/mailbox.ts'
import { appendChanges } from '../../registry-api/src/audit/append-changes.ts'
import { systemPrincipal } from '../../registry-api/src/db/principal.ts'
import { openSessions } from '../../registry-api/src/db/sessions.ts'
import { createInTransaction } from '../../registry-api/src/db/transaction.ts'
import { createUuidV7 } from '../../registry-api/src/db/uuid.ts'
import { createLog } from '../../registry-api/src/log.ts'
import { deliverMails, type DeliveryDeps } from '../../registry-api/src/mails/deliver-mails.ts'
import { resolveRecipients } from '../../registry-api/src/mails/resolve-recipients.ts'
import { sendMail, type NewMail } from '../../registry-api/src/mails/send-mail.ts'
import { createSmtpClient } from '../../registry-api/src/mails/smtp.client.ts'
import type { TemplateName } from '../../registry-api/src/mails/templates.ts'
import { initialiseInstance } from '../../registry-api/src/trust-space/initialise-instance.ts'
import { readWorkerConfig } from '../../registry-api/src/worker/config.ts'
import { testClock } from './clock.ts'
import { createPeople } from './people.ts'
import { createTestDatabase } from './test-database.ts'

/**
 * A registry without its API: a migrated database, people, a mail server that does as it is told, and workers whose
 * every round is asked for. Time moves by `clock`; only the network has time of its own.
 */
export async function createMailStage(options: { readonly smtpTimeoutMs?: number } = {}) {
  const clock = testClock()
  const database = await createTestDatabase(inject('postgres'))
  const sessions = openSessions(database.urlFor('registry_api'))
  const newId = createUuidV7(clock.now, (bytes) => webcrypto.getRandomValues(bytes))
  const world = {
    inTransaction: createInTransaction({ sessions, clock: clock.now, newId, beforeCommit: appendChanges }),
    clock: clock.now,
  }
  await initialiseInstance(world, {
    trustSpace: 'DRIM-M-TEST',
    space: 'TEST',
    mode: 'demo',
    zone: 'demo.mesimagesmedicales.fr',
  })
  const people = await createPeople({ database, clock })
  const mailbox = await startMailbox({ smtpPort: 0, httpPort: 0, clock: clock.now })
  const config = readWorkerConfig({
    REGISTRY_DATABASE_URL: database.urlFor('registry_api'),
    REGISTRY_MODE: 'demo',
    REGISTRY_SMTP_URL: mailbox.smtpUrl,
    REGISTRY_MAIL_FROM: 'Espace de confiance DRIM-M <registre@demo.example>',
    REGISTRY_SMTP_TIMEOUT_MS: String(options.smtpTimeoutMs ?? 5_000),
  })
  const log: string[] = []
  const deps: DeliveryDeps = {
    world,
    smtp: createSmtpClient(config.smtp),
    domain: 'demo.example',
    retry: { attemptsMax: 3, firstMs: 60_000, longestMs: 3_600_000 },
    leaseMs: 20_000,
    lanes: 3,
    random: () => 0.5,
    log: createLog(clock.now, (line) => log.push(line)),
  }

  return {
    clock,
    database,
    world,
    people,
    mailbox,
    log,
    deps,
    send: <T extends TemplateName>(mail: NewMail<T>, principal = systemPrincipal('test')) =>
      world.inTransaction(principal, (tx) => sendMail(tx, mail)),
    /** One round of a worker; `over` makes another one of it. */
    async round(over: Partial<DeliveryDeps> = {}) {
      await resolveRecipients(world, config.agency)
      return deliverMails({ ...deps, ...over }, () => false)
    },
    async deliveries() {
      return people.sql<
        {
          address: string
          state: string
          attempts: number
          last_error_code: string | null
          next_attempt_at: Date
          claimed_until: Date | null
          history: { code: string; attempt: number; at: string }[]
        }[]
      >`SELECT * FROM mail_delivery ORDER BY address`
    },
    async end() {
      await mailbox.stop()
      await people.end()
      await sessions.close()
      await database.drop()
    },
  }
}

export type MailStage = Awaited<ReturnType<typeof createMailStage>>
