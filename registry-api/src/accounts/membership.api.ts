import { z } from '@hono/zod-openapi'
import { instant, plainText, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { siren } from '../organisations/organisation-fields.api.ts'
import { AGENCY_ROLES, PARTY_ROLES } from '../rights/roles.ts'
import { SessionTokenJson } from './sign-in.api.ts'

export const RoleJson = z.enum([...AGENCY_ROLES, ...PARTY_ROLES])
export const MembershipState = z.enum(['invited', 'active', 'asleep', 'ended'])
const roles = z.array(RoleJson).min(1).max(11)
const code = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'is no code of an invitation')

export const MemberJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    organisationId: uuid,
    person: z.object({ id: uuid, name: z.string().nullable(), mail: z.string().nullable() }),
    roles: z.array(RoleJson),
    state: MembershipState,
    from: instant,
    until: instant.nullable(),
  })
  .openapi('Member')

export const MemberPage = pageOf(MemberJson)
export const MemberQuery = pageQuery.extend({ organisation: uuid, after: uuid.optional() })
export const MembershipPatch = z
  .strictObject({ roles, until: instant.nullable().default(null) })
  .openapi('MembershipPatch')

export const NewInvitationJson = z
  .strictObject({
    organisationId: uuid,
    roles,
    name: plainText(2, 120),
    mail: z.email().max(254),
  })
  .openapi('NewInvitation')

export const InvitationJson = z
  .object({
    id: uuid,
    organisationId: uuid,
    roles: z.array(RoleJson),
    expiresAt: instant,
    code: z.string().optional().openapi({ description: 'For the operations key of a demonstration alone' }),
  })
  .openapi('Invitation')

export const InvitationCode = z.strictObject({ code }).openapi('InvitationCode')

export const InvitationView = z
  .object({
    organisation: z.object({
      id: uuid,
      number: z.string(),
      displayName: z.string(),
      kinds: z.array(z.string()),
    }),
    roles: z.array(RoleJson),
    expiresAt: instant,
  })
  .openapi('InvitationView')

export const AcceptanceJson = z
  .object({
    membership: z.object({
      id: uuid,
      organisationId: uuid,
      roles: z.array(RoleJson),
      state: MembershipState,
    }),
    session: SessionTokenJson.nullable().openapi({
      description: 'In place of the one it was accepted in, which has ended; null where the membership waits',
    }),
  })
  .openapi('Acceptance')

export const BootstrapInput = z
  .strictObject({
    legalName: plainText(2, 120).default('Agence'),
    displayName: plainText(2, 60).default('Agence'),
    siren: siren.optional(),
  })
  .openapi('Bootstrap')

export const BootstrapCodesJson = z
  .object({
    organisationId: uuid,
    expiresAt: instant,
    codes: z.array(z.object({ role: z.enum(['AA', 'AD']), code: z.string() })),
  })
  .openapi('BootstrapCodes')
