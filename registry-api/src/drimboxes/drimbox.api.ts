import { z } from '@hono/zod-openapi'
import { hostName, instant, plainText, reason, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'

const state = z.enum(['imported', 'in-service', 'suspended', 'withdrawn'])
const number = z.number().int().min(0).max(999_999_999)

export const DrimboxJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    number,
    operator: z.object({ id: uuid, name: z.string() }),
    state,
    suspensionLevel: z.enum(['frozen', 'out']).nullable(),
    reason: z.string().nullable(),
    /** Whether its lines are on the next list: decided, perhaps not yet published. */
    onList: z.boolean(),
    wadoHost: z.string(),
    viewerHost: z.string().openapi({ description: 'Empty where it has none' }),
    supportContact: z.string(),
    addedAt: z.string().openapi({ description: 'DateMAJ as written' }),
    certificates: z.array(
      z.object({
        id: uuid,
        dn: z.string(),
        state: z.enum(['listed', 'retired']),
        fingerprint: z.string().nullable(),
        notBefore: instant.nullable(),
        notAfter: instant.nullable(),
      }),
    ),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Drimbox')

export const DrimboxPage = pageOf(DrimboxJson)
export const DrimboxQuery = pageQuery.extend({
  after: uuid.optional(),
  number: z.coerce.number().int().min(0).max(999_999_999).optional(),
  operator: uuid.optional(),
  state: state.optional(),
})

export const NewDrimbox = z
  .strictObject({
    operatorId: uuid,
    number,
    wadoHost: hostName,
    viewerHost: z.union([hostName, z.literal('')]).default(''),
    certificateDn: plainText(3, 1024).optional(),
    certificate: z.string().max(32_768).optional().openapi({ description: 'PEM, one certificate' }),
    supportContact: plainText(3, 254),
  })
  .refine(({ certificate, certificateDn }) => certificate !== undefined || certificateDn !== undefined, {
    path: ['certificate'],
    error: 'either a certificate or its DN is needed',
  })
  .openapi('NewDrimbox')

export const DrimboxAct = z.strictObject({ reason }).openapi('DrimboxAct')
