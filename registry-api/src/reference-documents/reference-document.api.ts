import { z } from '@hono/zod-openapi'
import { digest, instant, plainText, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'

export const documentStates = ['draft', 'indicative', 'official', 'replaced'] as const
const day = z.iso.date().openapi({ example: '2027-01-01' })
const code = z
  .string()
  .min(2)
  .max(60)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .openapi({ example: 'integration-contract', description: 'Which text: the kind of commitment it is for' })

export const ReferenceDocumentJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    code: z.string(),
    label: z.string().openapi({ example: '1.2', description: 'Which version of the text' }),
    title: z.string(),
    inForceOn: day,
    sha256: digest,
    recommitBy: day
      .nullable()
      .openapi({ description: 'The day by which those bound by an older version sign this one' }),
    state: z.enum(documentStates),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('ReferenceDocument')

export const ReferenceDocumentPage = pageOf(ReferenceDocumentJson).openapi('ReferenceDocumentPage')
export const ReferenceDocumentQuery = pageQuery.extend({
  after: uuid.optional(),
  code: code.optional(),
  state: z.enum(documentStates).optional(),
})

export const NewReferenceDocument = z
  .strictObject({
    code,
    label: plainText(1, 40),
    title: plainText(2, 200),
    inForceOn: day,
    sha256: digest,
    recommitBy: day.nullable().default(null),
  })
  .openapi('NewReferenceDocument')

export const ReferenceDocumentPublication = z
  .strictObject({
    as: z.enum(['indicative', 'official']).default('official'),
    reason: plainText(3, 500).optional(),
  })
  .openapi('ReferenceDocumentPublication')
