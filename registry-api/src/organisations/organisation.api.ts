import { z } from '@hono/zod-openapi'
import { instant, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import {
  displayName,
  finess,
  legalName,
  siren,
  siretSeat,
  structureIdentifier,
} from './organisation-fields.api.ts'

const kind = z.enum(['agency', 'operator', 'vendor', 'distributor'])

export const OrganisationJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    number: z.string(),
    kinds: z.array(kind),
    legalName: z.string(),
    displayName: z.string(),
    siren: z.string().nullable(),
    siretSeat: z.string().nullable(),
    finess: z.string().nullable(),
    structureIdentifier: z.string().nullable(),
    admittedAt: instant.nullable(),
    state: z.enum(['candidate', 'admitted', 'closed']),
    origin: z.enum(['import', 'admission', 'registration']),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Organisation')

export const OrganisationPage = pageOf(OrganisationJson)
export const OrganisationQuery = pageQuery.extend({
  after: uuid.optional(),
  q: z.string().min(1).max(100).optional(),
  state: z.enum(['candidate', 'admitted', 'closed']).optional(),
  kind: kind.optional(),
  number: z.string().max(20).optional().openapi({ example: 'OP-00042' }),
})

/** Either names, which two persons of the agency decide, or what the organisation keeps up to date by itself. */
export const OrganisationEdit = z
  .strictObject({
    displayName,
    legalName,
    siretSeat,
    finess: finess.nullable(),
    structureIdentifier: structureIdentifier.nullable(),
  })
  .partial()
  .openapi('OrganisationEdit')

/** What anybody may know of a member. */
export const OperatorJson = z
  .object({
    number: z.string().openapi({ example: 'OP-00042' }),
    displayName: z.string(),
    kinds: z.array(z.string()),
    memberSince: instant.nullable(),
  })
  .openapi('Operator')

export const OperatorPage = pageOf(OperatorJson)
export const OperatorQuery = pageQuery.extend({ q: z.string().min(1).max(100).optional() })
export const NewOperator = z
  .strictObject({
    name: displayName,
    kinds: z.array(kind).min(1).max(4).optional(),
    siren: siren.optional(),
    siretSeat: siretSeat.optional(),
  })
  .openapi('NewOperator')

export const RegisteredOperator = z
  .object({
    id: uuid,
    version: z.number().int(),
    number: z.string(),
    name: z.string(),
    kinds: z.array(kind),
    createdAt: instant,
  })
  .openapi('RegisteredOperator')
