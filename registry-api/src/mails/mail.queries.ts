import { and, asc, desc, eq, exists, inArray, lt, or, sql, type SQL } from 'drizzle-orm'
import { containing } from '../db/like.ts'
import { ofOwnOrganisations } from '../db/own-rows.ts'
import type { Principal } from '../db/principal.ts'
import { mail, mailDelivery } from '../db/schema/mail.ts'
import type { Transaction } from '../db/transaction.ts'
import type { DeliveryState, Mail, MailDelivery, MailState } from './mail.ts'

export interface MailView {
  readonly mail: Mail
  readonly deliveries: readonly MailDelivery[]
}

export interface MailFilter {
  readonly organisation?: string | undefined
  readonly state?: MailState | undefined
  readonly q?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Mails, the newest first, one more than `limit`. */
export async function listMails(tx: Transaction, filter: MailFilter): Promise<MailView[]> {
  const mails = await tx.db
    .select()
    .from(mail)
    .where(
      and(
        ownMails(tx.principal),
        filter.after === undefined ? undefined : lt(mail.id, filter.after),
        filter.organisation === undefined ? undefined : eq(mail.organisationId, filter.organisation),
        filter.state === undefined ? undefined : isIn(tx, filter.state),
        filter.q === undefined ? undefined : matches(tx, filter.q),
      ),
    )
    .orderBy(desc(mail.id))
    .limit(filter.limit + 1)
  return withDeliveries(tx, mails)
}

export async function viewMail(tx: Transaction, id: string): Promise<MailView | undefined> {
  const mails = await tx.db.select().from(mail).where(eq(mail.id, id))
  return (await withDeliveries(tx, mails))[0]
}

/** Those of the reader's organisations, and those that were for the reader alone; all, for who sees all. */
function ownMails(principal: Principal): SQL | undefined {
  const ofOrganisations = ofOwnOrganisations(principal, mail.organisationId)
  if (ofOrganisations === undefined) return undefined
  return or(
    ofOrganisations,
    and(eq(mail.recipientKind, 'person'), eq(mail.recipient, principal.personId ?? '')),
  )
}

/** The state of a mail, by what its deliveries say. */
export function stateOf({ mail, deliveries }: MailView): MailState {
  if (mail.state !== 'resolved') return mail.state
  const open = (['waiting', 'failed', 'refused'] as const).find((state) =>
    deliveries.some((delivery) => delivery.state === state),
  )
  return open ?? 'sent'
}

function isIn(tx: Transaction, state: MailState): SQL | undefined {
  const some = (...states: DeliveryState[]) =>
    exists(
      tx.db
        .select({ id: mailDelivery.id })
        .from(mailDelivery)
        .where(and(eq(mailDelivery.mailId, mail.id), inArray(mailDelivery.state, states))),
    )
  const none = (...states: DeliveryState[]) => sql`NOT ${some(...states)}`
  const isResolved = eq(mail.state, 'resolved')
  switch (state) {
    case 'nobody':
      return eq(mail.state, 'nobody')
    case 'waiting':
      return or(eq(mail.state, 'waiting'), and(isResolved, some('waiting')))
    case 'failed':
      return and(isResolved, some('failed'), none('waiting'))
    case 'refused':
      return and(isResolved, some('refused'), none('waiting', 'failed'))
    case 'sent':
      return and(isResolved, none('waiting', 'failed', 'refused'))
  }
}

/** In the object, an address, or the reference as it is read over the telephone. */
function matches(tx: Transaction, q: string): SQL | undefined {
  const text = containing(q.toLowerCase())
  const digits = q.toLowerCase().replace(/^m-/, '').replaceAll('-', '')
  return or(
    sql`lower(${mail.subject}) LIKE ${text}`,
    exists(
      tx.db
        .select({ id: mailDelivery.id })
        .from(mailDelivery)
        .where(and(eq(mailDelivery.mailId, mail.id), sql`lower(${mailDelivery.address}) LIKE ${text}`)),
    ),
    /^[0-9a-f]{4,12}$/.test(digits) ? sql`right(${mail.id}::text, 12) LIKE ${`%${digits}%`}` : undefined,
  )
}

async function withDeliveries(tx: Transaction, mails: readonly Mail[]): Promise<MailView[]> {
  if (mails.length === 0) return []
  const ids = mails.map(({ id }) => id)
  const deliveries = await tx.db
    .select()
    .from(mailDelivery)
    .where(inArray(mailDelivery.mailId, ids))
    .orderBy(asc(mailDelivery.address))
  const deliveriesOf = Map.groupBy(deliveries, ({ mailId }) => mailId)
  return mails.map((one) => ({ mail: one, deliveries: deliveriesOf.get(one.id) ?? [] }))
}
