import { z } from '@hono/zod-openapi'
import { digest, instant, plainText, uuid } from '../http/fields.ts'
import { documentPurposes } from './document.ts'

export const DocumentJson = z
  .object({
    id: uuid,
    name: z.string(),
    purpose: z.string(),
    sha256: digest,
    bytes: z.number().int(),
    createdAt: instant,
  })
  .openapi('Document')

export const DocumentQuery = z.object({
  purpose: z.enum(documentPurposes),
  name: plainText(1, 120).default('document.pdf').openapi({ description: 'How the uploader calls it' }),
})
