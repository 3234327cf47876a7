import { z } from '@hono/zod-openapi'
import { instant, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'

const kinds = ['admission', 'commitment', 'delegation', 'decision'] as const

export const RequestJson = z
  .object({
    kind: z.enum(kinds),
    id: uuid,
    state: z.string(),
    label: z.string().openapi({ example: 'l’admission d’un organisme' }),
    subject: z.object({ kind: z.string(), id: uuid }),
    class: z.string().nullable().openapi({ description: 'Of a decision' }),
    event: z.string().nullable().openapi({
      description: 'Of a decision; else what time has made due: `end-passed`, `recommitment`, `ended`…',
    }),
    organisation: z
      .object({ id: uuid.nullable(), displayName: z.string().nullable() })
      .openapi({ description: 'Without id: it asks to become one' }),
    turn: z
      .enum(['AI', 'AD', 'AA', 'party'])
      .openapi({ description: 'Who is to act: a role of the agency, or the organisation' }),
    claimedBy: z.object({ id: uuid, name: z.string().nullable() }).nullable(),
    needsSecondPerson: z.boolean(),
    isMine: z.boolean().openapi({ description: 'Asked or proposed by whoever reads it' }),
    since: instant,
    dueAt: instant,
  })
  .openapi('Request')

export const RequestPage = pageOf(RequestJson).openapi('RequestPage')

export const RequestQuery = pageQuery.extend({
  kind: z.enum(kinds).optional(),
  turn: z.enum(['agency', 'party']).optional(),
  organisation: uuid.optional(),
  dueBefore: instant.optional(),
  mine: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .optional()
    .openapi({
      type: 'boolean',
      description: 'true: what I asked, proposed or claimed; false: all the rest',
    }),
})
