import { z } from '@hono/zod-openapi'
import { digest, instant, plainText, reason, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'

export const delegationStates = ['declared', 'active', 'refused', 'expired', 'revoked'] as const
const day = z.iso.date().openapi({ example: '2027-01-01' })

export const DelegationJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    organisation: z.object({ id: uuid, displayName: z.string() }),
    facility: z.object({ name: z.string(), finess: z.string().nullable(), siret: z.string().nullable() }),
    drimboxIds: z.array(uuid).openapi({ description: 'None: all DRIMboxes of the operator' }),
    validFrom: day,
    validUntil: day.openapi({ description: 'The last day, in Paris' }),
    file: z.object({ documentId: uuid, sha256: digest }).nullable(),
    state: z.enum(delegationStates),
    reason: z.string().nullable(),
    warnings: z
      .array(z.object({ code: z.enum(['overlap', 'finess-key']), delegationId: uuid.optional() }))
      .openapi({ description: 'Worth a second look; nothing is refused for it' }),
    waitingSince: instant,
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Delegation')

export const DelegationPage = pageOf(DelegationJson).openapi('DelegationPage')
export const DelegationQuery = pageQuery.extend({
  after: uuid.optional(),
  organisation: uuid.optional(),
  state: z.enum(delegationStates).optional(),
  expiresBefore: day.optional(),
})

export const NewDelegation = z
  .strictObject({
    organisationId: uuid,
    facilityName: plainText(2, 160),
    finess: z.string().max(20).nullable().default(null),
    siret: z.string().max(20).nullable().default(null),
    validFrom: day,
    validUntil: day,
    documentId: uuid,
    drimboxIds: z.array(uuid).max(500).default([]),
  })
  .openapi('NewDelegation')

export const DelegationCheck = z
  .strictObject({ verdict: z.enum(['accept', 'refuse']), reason: reason.optional() })
  .openapi('DelegationCheck')
export const DelegationRevocation = z.strictObject({ reason }).openapi('DelegationRevocation')
