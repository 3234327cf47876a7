import type { FieldFault } from '../errors.ts'
import { fieldFault } from '../field-faults.ts'
import { isRoleMailbox } from '../organisations/mailbox.rules.ts'
import type { Contact, ContactKind } from './contact.ts'
import { contactRefusals } from './contact.refusals.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
export const CODE_LIFE_MS = DAY_MS
/** Between two codes: the mailbox may be a stranger's, who has not asked for any. */
export const CODE_PAUSE_MS = 10 * MINUTE_MS
/** Eight digits, five tries: one chance in twenty million. */
export const CODE_TRIES_MAX = 5
/** A mailbox is asked again every year. */
const VERIFIED_FOR_MS = 365 * DAY_MS

/** Throws `contact-invalid` with what the kind needs, by field. */
export function assertContactFits(
  kind: ContactKind,
  { mailbox, phone }: Pick<Contact, 'mailbox' | 'phone'>,
): void {
  const faults: FieldFault[] = []
  if (kind === 'security24h' && phone === null) faults.push(fieldFault('/phone', 'required'))
  if (kind !== 'security24h' && mailbox === null) faults.push(fieldFault('/mailbox', 'required'))
  if (kind === 'support' && mailbox !== null && !isRoleMailbox(mailbox))
    faults.push(fieldFault('/mailbox', 'mailbox-personal'))
  if (faults.length > 0) throw contactRefusals('contact-invalid', {}, faults)
}

export function isVerified({ verifiedAt }: Pick<Contact, 'verifiedAt'>, at: Date): boolean {
  return verifiedAt !== null && at.getTime() - verifiedAt.getTime() < VERIFIED_FOR_MS
}

/** Throws `contact-has-no-mailbox`, `contact-code-just-sent`. */
export function assertCodeMayBeSent(
  contact: Pick<Contact, 'mailbox' | 'codeExpiresAt'>,
  at: Date,
): asserts contact is { readonly mailbox: string; readonly codeExpiresAt: Date | null } {
  if (contact.mailbox === null) throw contactRefusals('contact-has-no-mailbox')
  if (contact.codeExpiresAt === null) return
  const next = new Date(contact.codeExpiresAt.getTime() - CODE_LIFE_MS + CODE_PAUSE_MS)
  if (at < next) throw contactRefusals('contact-code-just-sent', { at: next.toISOString() })
}

/** Whether this is the code, in time and within the tries. */
export function isCode(
  contact: Pick<Contact, 'codeSha256' | 'codeExpiresAt' | 'codeTries'>,
  sha256: string,
  at: Date,
): boolean {
  const { codeSha256, codeExpiresAt, codeTries } = contact
  if (codeSha256 === null || codeExpiresAt === null) return false
  return codeTries < CODE_TRIES_MAX && at < codeExpiresAt && codeSha256 === sha256
}
