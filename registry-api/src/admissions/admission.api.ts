import { z } from '@hono/zod-openapi'
import { digest, instant, plainText, reason, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { coded } from '../http/validation.ts'
import {
  displayName,
  finess,
  legalName,
  mailbox,
  phone,
  roleMailbox,
  siren,
  siretSeat,
  structureIdentifier,
} from '../organisations/organisation-fields.api.ts'
import { COMPLETE_WITHIN_DAYS } from './admission.rules.ts'

export const states = [
  'draft',
  'incomplete',
  'submitted',
  'under-review',
  'accepted',
  'refused',
  'abandoned',
] as const
const verdict = z.enum(['good', 'to-redo', 'not-applicable'])

/** Every field of procedures.md 8; any may be missing while it is a draft, none may be wrong. */
const form = z.strictObject({
  kinds: z
    .array(z.enum(['operator', 'vendor', 'distributor']))
    .min(1, coded('kinds'))
    .max(3)
    .refine((kinds) => new Set(kinds).size === kinds.length, coded('repeated')),
  legalName,
  displayName,
  siren,
  siretSeat,
  finess,
  structureIdentifier,
  signatory: z.strictObject({ name: plainText(2, 120), quality: plainText(2, 120) }),
  supportMailbox: roleMailbox,
  supportPhone: phone,
  securityPhone: phone,
  securityMailbox: mailbox,
  dpoMailbox: mailbox,
  technicalMailbox: mailbox,
  plannedDrimboxes: z.number().int().min(0).max(10_000),
  hostsForOthers: z.boolean(),
})

export const NewAdmission = form.partial().openapi('NewAdmission')
/** null empties a field. */
export const AdmissionEdit = z
  .strictObject(
    Object.fromEntries(
      Object.entries(form.shape).map(([name, field]) => [name, field.nullable().optional()]),
    ) as { [Name in keyof typeof form.shape]: z.ZodOptional<z.ZodNullable<(typeof form.shape)[Name]>> },
  )
  .openapi('AdmissionEdit')

const Fault = z.object({ pointer: z.string(), code: z.string(), detail: z.string() })
const Person = z.object({ id: uuid, name: z.string().nullable() })

export const PieceJson = z
  .object({
    kind: z.string(),
    label: z.string(),
    isAsked: z.boolean().openapi({ description: 'This form needs it in this space' }),
    needsDocument: z.boolean(),
    document: z.object({ id: uuid, name: z.string(), sha256: digest, bytes: z.number().int() }).nullable(),
    note: z.string().nullable(),
    verdict: verdict.nullable(),
    motive: z.string().nullable(),
    validUntil: instant.nullable(),
    isStale: z.boolean().openapi({ description: 'Past its validity: rings, and does nothing more' }),
  })
  .openapi('AdmissionPiece')

export const AdmissionJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    state: z.enum(states),
    // As it is kept: older forms may lack what newer ones ask for.
    form: z.object({
      kinds: z.array(z.enum(['operator', 'vendor', 'distributor'])).optional(),
      legalName: z.string().optional(),
      displayName: z.string().optional(),
      siren: z.string().optional(),
      siretSeat: z.string().optional(),
      finess: z.string().optional(),
      structureIdentifier: z.string().optional(),
      signatory: z.object({ name: z.string(), quality: z.string() }).optional(),
      supportMailbox: z.string().optional(),
      supportPhone: z.string().optional(),
      securityPhone: z.string().optional(),
      securityMailbox: z.string().optional(),
      dpoMailbox: z.string().optional(),
      technicalMailbox: z.string().optional(),
      plannedDrimboxes: z.number().int().optional(),
      hostsForOthers: z.boolean().optional(),
    }),
    pieces: z.array(PieceJson),
    missing: z.array(Fault).openapi({ description: 'What keeps it from being submitted' }),
    warnings: z.array(Fault).openapi({ description: 'Unusual, and no hindrance' }),
    turn: z.enum(['applicant', 'agency', 'decider']).nullable(),
    since: instant.nullable(),
    dueAt: instant.nullable(),
    isLate: z.boolean(),
    asked: z.array(z.string()).nullable(),
    motive: z.string().nullable(),
    isMine: z.boolean(),
    author: Person.nullable().openapi({ description: 'For the agency' }),
    claimedBy: Person.nullable().openapi({ description: 'For the agency' }),
    proposal: z.object({ id: uuid }).nullable().openapi({ description: 'For the agency' }),
    organisation: z.object({ id: uuid, number: z.string() }).nullable(),
    submittedAt: instant.nullable().openapi({
      description: 'From when the time to answer counts: waiting for pieces moves it on',
    }),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Admission')

export const AdmissionPage = pageOf(AdmissionJson)
export const AdmissionQuery = pageQuery.extend({
  after: uuid.optional(),
  state: z.enum(states).optional(),
  q: z.string().min(1).max(100).optional(),
  dueBefore: instant.optional(),
})

export const PieceKindParams = z.object({ id: uuid, kind: z.string().max(40) })
export const PieceGift = z
  .strictObject({ documentId: uuid.nullable().optional(), note: plainText(1, 500).nullable().optional() })
  .openapi('PieceGift')
export const PieceJudgement = z
  .strictObject({
    verdict,
    motive: plainText(3, 500).optional(),
    validUntil: z.iso.date(coded('date')).optional(),
  })
  .refine(({ verdict: given, motive }) => given !== 'to-redo' || motive !== undefined, {
    path: ['motive'],
    error: coded('required'),
  })
  .openapi('PieceJudgement')

export const Nothing = z.strictObject({}).openapi('Nothing')
export const AskedPieces = z
  .strictObject({
    missing: z.array(plainText(2, 200)).min(1).max(20),
    motive: reason,
    days: z.number().int().min(1).max(90).default(COMPLETE_WITHIN_DAYS),
  })
  .openapi('AskedPieces')
export const Acceptance = z.strictObject({ reason: reason.optional() }).openapi('Acceptance')
export const AdmissionRefusal = z
  .strictObject({
    facts: plainText(3, 2_000),
    clause: plainText(2, 300),
    next: plainText(3, 500).openapi({ description: 'What the applicant can do now' }),
  })
  .openapi('AdmissionRefusal')
export const Abandonment = z.strictObject({ reason: reason.optional() }).openapi('Abandonment')
