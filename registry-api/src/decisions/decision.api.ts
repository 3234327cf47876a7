import { z } from '@hono/zod-openapi'
import { digest, instant, reason, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'

export const decisionStates = [
  'observations',
  'proposed',
  'approved',
  'refused',
  'withdrawn',
  'expired',
  'void',
  'to-confirm',
  'confirmed',
] as const
export const recordedClasses = ['grant', 'adverse', 'mass', 'widen', 'identity', 'safety'] as const

const PersonJson = z.object({ id: uuid, name: z.string().nullable() })

export const DecisionJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    class: z.enum(recordedClasses),
    state: z.enum(decisionStates),
    subject: z.object({
      kind: z.string().openapi({ example: 'commitment' }),
      id: uuid,
      version: z.number().int().openapi({ description: 'The version that was shown' }),
    }),
    event: z.string().openapi({ example: 'countersign' }),
    label: z.string().openapi({ example: 'la contresignature d’un contrat' }),
    organisation: z.object({ id: uuid, displayName: z.string() }).nullable(),
    proposedBy: PersonJson.nullable().openapi({ description: 'For the agency alone' }),
    isMine: z.boolean().openapi({ description: 'Brought by whoever asks: another person answers it' }),
    reason: z.string().nullable(),
    clause: z.string().nullable(),
    digest: digest.openapi({ description: 'SHA-256 of the canonical JSON (RFC 8785) of `shown`' }),
    shown: z
      .record(z.string(), z.unknown())
      .nullable()
      .openapi({ description: 'What the proposer saw, and what is answered; for the agency alone' }),
    effect: z
      .object({ added: z.number().int(), removed: z.number().int() })
      .nullable()
      .openapi({ description: 'Lines that enter and leave the list' }),
    acts: z
      .array(
        z.object({
          person: PersonJson,
          verdict: z.enum(['propose', 'approve', 'refuse', 'withdraw', 'confirm']),
          reason: z.string().nullable(),
          at: instant,
        }),
      )
      .openapi({ description: 'For the agency alone' }),
    observationsUntil: instant.nullable(),
    expiresAt: instant.nullable(),
    confirmBy: instant.nullable(),
    decidedAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Decision')

export const DecisionPage = pageOf(DecisionJson).openapi('DecisionPage')

export const DecisionQuery = pageQuery.extend({
  after: uuid.optional(),
  state: z.enum(decisionStates).optional(),
  class: z.enum(recordedClasses).optional(),
  organisation: uuid.optional(),
  subject: uuid.optional().openapi({ description: 'Decisions on this object' }),
})

/** `shown` is immutable: If-Match on the decision already binds the answer to it. */
export const DecisionWord = z.object({ reason: reason.optional() }).openapi('DecisionWord')
export const DecisionRefusal = z.object({ reason }).openapi('DecisionRefusal')
