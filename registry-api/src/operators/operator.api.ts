import { z } from '@hono/zod-openapi'
import { instant, plainText, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'

export const OperatorJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    name: z.string(),
    origin: z.enum(['import', 'registration']),
    drimboxCount: z.number().int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Operator')

export const OperatorPage = pageOf(OperatorJson)
export const OperatorQuery = pageQuery.extend({ q: z.string().min(1).max(100).optional() })
export const NewOperator = z.strictObject({ name: plainText(2, 60) }).openapi('NewOperator')
