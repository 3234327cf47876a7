import { z } from '@hono/zod-openapi'
import { instant, uuid } from '../http/fields.ts'
import { MembershipState, RoleJson } from './membership.api.ts'

export const MeJson = z
  .object({
    person: z.object({ id: uuid, name: z.string().nullable(), mail: z.string().nullable() }),
    memberships: z.array(
      z.object({
        id: uuid,
        version: z.number().int(),
        organisation: z.object({
          id: uuid,
          number: z.string().openapi({ example: 'OP-00001' }),
          displayName: z.string(),
          kinds: z.array(z.string()),
          state: z.string(),
        }),
        roles: z.array(RoleJson),
        state: MembershipState,
        until: instant.nullable(),
      }),
    ),
    isAgency: z.boolean(),
    authenticators: z.number().int().openapi({ description: 'Security keys enrolled' }),
    sessionExpiresAt: instant,
  })
  .openapi('Me')

export const SessionJson = z
  .object({
    id: uuid,
    createdAt: instant,
    lastSeenAt: instant,
    expiresAt: instant,
    isCurrent: z.boolean(),
  })
  .openapi('Session')

export const SessionsJson = z.object({ items: z.array(SessionJson), next: z.null() })
