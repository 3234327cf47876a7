import type { mail, mailDelivery } from '../db/schema/mail.ts'

export type Mail = typeof mail.$inferSelect
export type MailDelivery = typeof mailDelivery.$inferSelect
export type DeliveryState = MailDelivery['state']

/** Where a mail stands, all its recipients together: the worst that needs somebody comes first. */
export const MAIL_STATES = ['nobody', 'waiting', 'failed', 'refused', 'sent'] as const
export type MailState = (typeof MAIL_STATES)[number]

/** Whom a mail is for. Who that is, is found when it is sent: people come and go meanwhile. */
export type Recipient =
  | { readonly kind: 'person'; readonly id: string }
  /** Its active administrators (OA), and its contact `admin`. */
  | { readonly kind: 'organisation'; readonly id: string }
  /** Everybody at the agency who has it. */
  | { readonly kind: 'role'; readonly role: 'AR' | 'AI' | 'AD' | 'AP' | 'AS' | 'AA' }
  /** Somebody without an account. */
  | { readonly kind: 'address'; readonly address: string }

/** `M-3F2A-91C0-77DE`: what a mail is called over the telephone. */
export function referenceOf(mailId: string): string {
  return ['M', ...(mailId.slice(-12).toUpperCase().match(/.{4}/g) ?? [])].join('-')
}
