import { createRoute } from '@hono/zod-openapi'
import { actOf } from '../http/act.ts'
import { signedIn } from '../http/authentication.ts'
import { nounApp } from '../http/environment.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { refusals } from '../http/problem.ts'
import { acceptInvitation, lookAtInvitation, type AcceptanceWorld } from './accept-invitation.ts'
import { inviteMember } from './invite-member.ts'
import { issueBootstrapCodes } from './issue-bootstrap-codes.ts'
import {
  AcceptanceJson,
  BootstrapCodesJson,
  BootstrapInput,
  InvitationCode,
  InvitationJson,
  InvitationView,
  NewInvitationJson,
} from './membership.api.ts'

const forMembers = { middleware: signedIn, security: CREDENTIALS.person, tags: ['members'] }
const byCode = {
  body: { required: true, content: { 'application/json': { schema: InvitationCode } } },
} as const

const invite = createRoute({
  ...forMembers,
  method: 'post',
  path: '/v1/invitations',
  summary: 'Invite somebody into an organisation, by mail',
  request: { body: { required: true, content: { 'application/json': { schema: NewInvitationJson } } } },
  responses: {
    201: { description: 'Invited', content: { 'application/json': { schema: InvitationJson } } },
    ...refusals(400, 401, 403, 404, 409, 413, 415, 422),
  },
})

const look = createRoute({
  ...forMembers,
  method: 'post',
  path: '/v1/invitations/look',
  summary: 'What a code leads to',
  request: byCode,
  responses: {
    200: { description: 'The invitation', content: { 'application/json': { schema: InvitationView } } },
    ...refusals(400, 401, 403, 404, 410, 413, 415, 422),
  },
})

const accept = createRoute({
  ...forMembers,
  method: 'post',
  path: '/v1/invitations/accept',
  summary: 'Become a member by a code',
  request: byCode,
  responses: {
    201: {
      description: 'A member, or one who waits',
      content: { 'application/json': { schema: AcceptanceJson } },
    },
    ...refusals(400, 401, 403, 404, 409, 410, 413, 415, 422),
  },
})

const bootstrap = createRoute({
  ...forMembers,
  security: CREDENTIALS.operations,
  method: 'post',
  path: '/v1/bootstrap-codes',
  summary: 'Codes for the first people of the agency',
  request: { body: { required: true, content: { 'application/json': { schema: BootstrapInput } } } },
  responses: {
    201: { description: 'Shown once', content: { 'application/json': { schema: BootstrapCodesJson } } },
    ...refusals(400, 401, 403, 409, 413, 415, 422),
  },
})

export function invitationRoutes(world: AcceptanceWorld) {
  return nounApp()
    .openapi(invite, async (c) => {
      const { invitation, code } = await inviteMember(
        world,
        c.var.principal,
        c.req.valid('json'),
        await actOf(c),
      )
      const { id, organisationId, roles, expiresAt } = invitation
      return c.json(
        {
          id,
          organisationId,
          roles: [...roles],
          expiresAt: expiresAt.toISOString(),
          ...(code === undefined ? {} : { code }),
        },
        201,
      )
    })
    .openapi(look, async (c) => {
      const { invitation, organisation } = await lookAtInvitation(
        world,
        c.var.principal,
        c.req.valid('json').code,
      )
      const { id, publicNumber, displayName, kinds } = organisation
      return c.json(
        {
          organisation: { id, number: publicNumber, displayName, kinds: [...kinds] },
          roles: [...invitation.roles],
          expiresAt: invitation.expiresAt.toISOString(),
        },
        200,
      )
    })
    .openapi(accept, async (c) => {
      const { membership, session } = await acceptInvitation(world, c.var.principal, c.req.valid('json').code)
      const { id, organisationId, roles, state } = membership
      return c.json(
        {
          membership: { id, organisationId, roles: [...roles], state },
          session:
            session === undefined
              ? null
              : { token: session.token, expiresAt: session.expiresAt.toISOString() },
        },
        201,
      )
    })
    .openapi(bootstrap, async (c) => {
      const issued = await issueBootstrapCodes(world, c.var.principal, c.req.valid('json'))
      return c.json(
        {
          organisationId: issued.organisationId,
          expiresAt: issued.expiresAt.toISOString(),
          codes: [...issued.codes],
        },
        201,
      )
    })
}
