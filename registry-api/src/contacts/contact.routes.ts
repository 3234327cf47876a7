import { createRoute, z } from '@hono/zod-openapi'
import type { Principal } from '../db/principal.ts'
import { signedIn } from '../http/authentication.ts'
import { etagOf, expectedVersion, ifMatchHeader } from '../http/caching.ts'
import { nounApp } from '../http/environment.ts'
import { uuid } from '../http/fields.ts'
import { CREDENTIALS } from '../http/openapi.ts'
import { refusals } from '../http/problem.ts'
import type { World } from '../world.ts'
import { addContact } from './add-contact.ts'
import { changeContact } from './change-contact.ts'
import { ContactCode, ContactEdit, ContactJson, ContactList, NewContact } from './contact.api.ts'
import { isVerified } from './contact.rules.ts'
import type { Contact } from './contact.ts'
import { listContacts } from './list-contacts.ts'
import { sendContactCode } from './send-contact-code.ts'
import { verifyContact } from './verify-contact.ts'

const common = { middleware: signedIn, tags: ['contacts'] }
const params = z.object({ id: uuid })
const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })
const oneContact = { description: 'The contact', content: json(ContactJson) }

const list = createRoute({
  ...common,
  security: CREDENTIALS.any,
  method: 'get',
  path: '/v1/organisations/{id}/contacts',
  summary: 'Contacts of an organisation: for its own people and the agency',
  request: { params },
  responses: {
    200: { description: 'All of them', content: json(ContactList) },
    ...refusals(401, 403, 404, 422),
  },
})

const add = createRoute({
  ...common,
  security: CREDENTIALS.person,
  method: 'post',
  path: '/v1/organisations/{id}/contacts',
  summary: 'Add a contact of a kind that is missing',
  request: { params, body: { required: true, content: json(NewContact) } },
  responses: { 201: oneContact, ...refusals(400, 401, 403, 404, 409, 413, 415, 422) },
})

const change = createRoute({
  ...common,
  security: CREDENTIALS.person,
  method: 'patch',
  path: '/v1/contacts/{id}',
  summary: 'Change where it is reached; a new mailbox has yet to be verified',
  request: { params, headers: ifMatchHeader, body: { required: true, content: json(ContactEdit) } },
  responses: { 200: oneContact, ...refusals(400, 401, 403, 404, 412, 413, 415, 422, 428) },
})

const sendCode = createRoute({
  ...common,
  security: CREDENTIALS.person,
  method: 'post',
  path: '/v1/contacts/{id}/send-code',
  summary: 'Mail a code to it, valid for a day',
  request: { params, headers: ifMatchHeader },
  responses: { 200: oneContact, ...refusals(401, 403, 404, 409, 412, 422, 428) },
})

const verify = createRoute({
  ...common,
  security: CREDENTIALS.person,
  method: 'post',
  path: '/v1/contacts/{id}/verify',
  summary: 'Give the code that it received',
  request: { params, headers: ifMatchHeader, body: { required: true, content: json(ContactCode) } },
  responses: { 200: oneContact, ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 422, 428) },
})

export function contactRoutes(world: World) {
  const toJson = (contact: Contact): z.infer<typeof ContactJson> => ({
    id: contact.id,
    version: contact.version,
    organisationId: contact.organisationId,
    kind: contact.kind,
    mailbox: contact.mailbox,
    phone: contact.phone,
    verifiedAt: contact.verifiedAt?.toISOString() ?? null,
    isVerified: isVerified(contact, world.clock()),
    codeExpiresAt: contact.codeSha256 === null ? null : (contact.codeExpiresAt?.toISOString() ?? null),
    createdAt: contact.createdAt.toISOString(),
    updatedAt: contact.updatedAt.toISOString(),
  })
  const contacts = async (principal: Principal, id: string) =>
    (await listContacts(world, principal, id)).map(toJson)

  return nounApp()
    .openapi(list, async (c) => {
      const items = await contacts(c.var.principal, c.req.valid('param').id)
      return c.json({ items, next: null }, 200)
    })
    .openapi(add, async (c) => {
      const contact = await addContact(world, c.var.principal, c.req.valid('param').id, c.req.valid('json'))
      return c.json(toJson(contact), 201, { etag: etagOf(contact) })
    })
    .openapi(change, async (c) => {
      const seen = { ...c.req.valid('param'), version: expectedVersion(c) }
      const contact = await changeContact(world, c.var.principal, seen, c.req.valid('json'))
      return c.json(toJson(contact), 200, { etag: etagOf(contact) })
    })
    .openapi(sendCode, async (c) => {
      const seen = { ...c.req.valid('param'), version: expectedVersion(c) }
      const contact = await sendContactCode(world, c.var.principal, seen)
      return c.json(toJson(contact), 200, { etag: etagOf(contact) })
    })
    .openapi(verify, async (c) => {
      const seen = { ...c.req.valid('param'), version: expectedVersion(c) }
      const contact = await verifyContact(world, c.var.principal, seen, c.req.valid('json').code)
      return c.json(toJson(contact), 200, { etag: etagOf(contact) })
    })
}
