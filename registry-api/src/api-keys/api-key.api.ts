import { z } from '@hono/zod-openapi'
import { instant, plainText, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { DAYS_DEFAULT, DAYS_MOST } from './api-key.rules.ts'

const scope = z.enum(['read', 'boxes', 'certificates', 'maintenance', 'runs'])

export const ApiKeyJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    organisationId: uuid,
    name: z.string(),
    prefix: z.string().openapi({ description: 'The public half of the key', example: 'drim_4f2a91c077de' }),
    scopes: z.array(scope),
    state: z.enum(['active', 'asleep', 'expired', 'revoked']),
    holder: z
      .object({ id: uuid, name: z.string().nullable() })
      .openapi({ description: 'Who answers for it' }),
    createdAt: instant,
    expiresAt: instant,
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable().openapi({ description: 'To the minute' }),
  })
  .openapi('ApiKey')

export const CreatedApiKey = ApiKeyJson.extend({
  key: z.string().openapi({ description: 'The whole key, shown this once' }),
}).openapi('CreatedApiKey')

export const ApiKeyPage = pageOf(ApiKeyJson)
export const ApiKeyQuery = pageQuery.extend({ organisation: uuid, after: uuid.optional() })

export const NewApiKeyJson = z
  .strictObject({
    organisationId: uuid,
    name: plainText(2, 60),
    scopes: z
      .array(scope)
      .min(1)
      .max(5)
      .transform((scopes) => [...new Set(scopes)].toSorted()),
    days: z.number().int().min(1).max(DAYS_MOST).default(DAYS_DEFAULT),
  })
  .openapi('NewApiKey')
