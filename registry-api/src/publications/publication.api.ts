import { z } from '@hono/zod-openapi'
import { digest, instant, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'

const state = z.enum([
  'draft',
  'awaiting',
  'approved',
  'signing',
  'served',
  'refused',
  'abandoned',
  'superseded',
  'expired',
])

export const PublicationJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    sequence: z.number().int(),
    state,
    kind: z.enum(['removal', 're-sign', 'change']),
    baseSequence: z.number().int(),
    baseDigest: digest,
    contentDigest: digest,
    entryCount: z.number().int(),
    changes: z.object({ added: z.number().int(), removed: z.number().int(), changed: z.number().int() }),
    approvals: z.number().int().openapi({ description: 'Keys whose approval has not expired' }),
    approvalsNeeded: z.number().int(),
    createdAt: instant,
    updatedAt: instant,
    signedAt: instant.optional(),
    refusal: z.object({ code: z.string(), detail: z.string() }).optional(),
  })
  .openapi('Publication')

export const PublicationPage = pageOf(PublicationJson)
export const PublicationQuery = pageQuery.extend({ after: uuid.optional(), state: state.optional() })
export const NewApproval = z
  .strictObject({
    approval: z.string().min(1).max(8_192).openapi({ description: 'Compact JWS, typ drim-approval+jws' }),
  })
  .openapi('NewApproval')
