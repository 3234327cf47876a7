import { z } from '@hono/zod-openapi'
import { instant, plainText, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { coded } from '../http/validation.ts'
import { isSiren, isSiret } from './identifiers.rules.ts'

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
    state: z.enum(['candidate', 'admitted', 'closed']),
    origin: z.enum(['import', 'admission', 'registration']),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Organisation')

export const OrganisationPage = pageOf(OrganisationJson)

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
    name: plainText(2, 60),
    kinds: z.array(kind).min(1).max(4).optional(),
    siren: z.string().max(9).refine(isSiren, coded('siren')).optional(),
    siretSeat: z.string().max(14).refine(isSiret, coded('siret')).optional(),
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
