import type { Transaction } from '../db/transaction.ts'
import { mailRepository } from './mail.repository.ts'
import { referenceOf, type Recipient } from './mail.ts'
import type { MailValues } from './mail-values.ts'
import { renderMail } from './render-mail.ts'
import type { TemplateName } from './templates.ts'

export interface NewMail<T extends TemplateName> {
  readonly template: T
  readonly recipient: Recipient
  /** Whose desk shows it. By default the organisation it is sent to; a mail to anybody else is the agency's to see. */
  readonly organisationId?: string
  readonly values: MailValues<T>
  /** Names what is told, to whom: `admission-submitted:<id>:<version>`. Asked for again, it is the same mail. */
  readonly dedupeKey: string
}

/**
 * Writes a mail down in the transaction of what it tells, so that there is one exactly if that happened. The worker
 * finds the people and sends it (procedures.md, 9).
 */
export async function sendMail<T extends TemplateName>(tx: Transaction, mail: NewMail<T>): Promise<void> {
  const mails = mailRepository(tx)
  const id = tx.newId()
  const { recipient } = mail
  const text = renderMail(mail.template, mail.values, {
    space: await mails.space(),
    reference: referenceOf(id),
  })
  await mails.insertOnce({
    id,
    organisationId: mail.organisationId ?? (recipient.kind === 'organisation' ? recipient.id : null),
    template: mail.template,
    recipientKind: recipient.kind,
    recipient: nameOf(recipient),
    ...text,
    dedupeKey: mail.dedupeKey,
    state: 'waiting',
    claimedUntil: null,
    requestId: tx.principal.requestId ?? null,
    createdAt: tx.at,
    updatedAt: tx.at,
  })
}

function nameOf(recipient: Recipient): string {
  switch (recipient.kind) {
    case 'person':
    case 'organisation':
      return recipient.id
    case 'role':
      return recipient.role
    case 'address':
      return recipient.address
  }
}
