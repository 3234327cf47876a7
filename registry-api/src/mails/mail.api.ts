import { z } from '@hono/zod-openapi'
import { instant, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { MAIL_STATES } from './mail.ts'

const DeliveryJson = z
  .object({
    id: uuid,
    address: z.string(),
    personId: uuid.nullable(),
    state: z.enum(['waiting', 'sent', 'refused', 'failed']),
    attempts: z.number().int(),
    nextAttemptAt: instant.nullable(),
    lastErrorCode: z.string().nullable().openapi({ example: 'smtp-451' }),
    sentAt: instant.nullable(),
  })
  .openapi('MailDelivery')

export const MailJson = z
  .object({
    id: uuid,
    reference: z.string().openapi({ example: 'M-3F2A-91C0-77DE' }),
    organisationId: uuid.nullable(),
    template: z.string().openapi({ example: 'M1' }),
    subject: z.string(),
    recipient: z.object({ kind: z.enum(['person', 'organisation', 'role', 'address']), name: z.string() }),
    state: z.enum(MAIL_STATES).openapi({
      description: 'Of all its recipients together; `nobody`: none was found, `refused`, `failed`: given up',
    }),
    deliveries: z.array(DeliveryJson),
    createdAt: instant,
  })
  .openapi('Mail')

export const MailWithText = MailJson.extend({
  body: z.string().openapi({ description: 'The text as it was sent; a code in it is hidden' }),
}).openapi('MailWithText')

export const MailPage = pageOf(MailJson)
export const MailQuery = pageQuery.extend({
  after: uuid.optional(),
  organisation: uuid.optional(),
  state: z.enum(MAIL_STATES).optional(),
  q: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .openapi({ description: 'Part of the object, of an address, or of the reference' }),
})
