import { z } from '@hono/zod-openapi'
import { instant, uuid } from '../http/fields.ts'
import { mailbox, phone } from '../organisations/organisation-fields.api.ts'
import { contactKinds } from './contact.ts'

const kind = z.enum(contactKinds)

export const ContactJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    organisationId: uuid,
    kind,
    mailbox: z.string().nullable(),
    phone: z.string().nullable(),
    verifiedAt: instant.nullable(),
    isVerified: z.boolean().openapi({ description: 'Its mailbox answered within a year' }),
    codeExpiresAt: instant.nullable().openapi({ description: 'Of the code that was mailed last' }),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Contact')

export const ContactList = z.object({ items: z.array(ContactJson), next: z.null() }).openapi('ContactList')
export const NewContact = z
  .strictObject({ kind, mailbox: mailbox.nullable().default(null), phone: phone.nullable().default(null) })
  .openapi('NewContact')
export const ContactEdit = z
  .strictObject({ mailbox: mailbox.nullable().optional(), phone: phone.nullable().optional() })
  .openapi('ContactEdit')
export const ContactCode = z.strictObject({ code: z.string().regex(/^\d{8}$/) }).openapi('ContactCode')
