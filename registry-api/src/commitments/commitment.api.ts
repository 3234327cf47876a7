import { z } from '@hono/zod-openapi'
import { ReferenceDocumentJson } from '../reference-documents/reference-document.api.ts'
import { digest, instant, plainText, reason, uuid } from '../http/fields.ts'
import { pageOf, pageQuery } from '../http/pages.ts'

export const kinds = ['test-agreement', 'integration-contract', 'internal', 'import'] as const
export const states = [
  'draft',
  'submitted',
  'under-review',
  'signed',
  'active',
  'frozen',
  'out',
  'notice',
  'winding-down',
  'ended',
] as const
const day = z.iso.date().openapi({ example: '2027-01-01' })

const SignatoryJson = z.object({
  name: z.string(),
  quality: z.string(),
  powerDocumentId: uuid.nullable(),
  powerValidUntil: day.nullable(),
})

export const CommitmentJson = z
  .object({
    id: uuid,
    version: z.number().int(),
    organisation: z.object({ id: uuid, publicNumber: z.string(), displayName: z.string() }),
    kind: z.enum(kinds),
    state: z.enum(states),
    resumeTo: z
      .enum(['active', 'frozen', 'notice', 'winding-down'])
      .nullable()
      .openapi({ description: 'Where it goes back to when it is restored' }),
    text: ReferenceDocumentJson.nullable().openapi({ description: 'The version it is bound by' }),
    recommitment: z
      .object({ text: ReferenceDocumentJson, by: day })
      .nullable()
      .openapi({ description: 'A newer version to sign, and by when' }),
    signatories: z.array(SignatoryJson),
    effectiveOn: day.nullable(),
    endsOn: day.nullable(),
    file: z.object({ documentId: uuid, sha256: digest }).nullable(),
    l2Consent: z.boolean(),
    turn: z
      .enum(['party', 'agency', 'time'])
      .nullable()
      .openapi({ description: 'Who moves next; null where nobody must' }),
    claimedBy: z.object({ id: uuid, name: z.string().nullable() }).nullable(),
    reason: z.string().nullable(),
    clause: z.string().nullable(),
    lines: z.number().int().openapi({ description: 'Lines of its organisation that are on the next list' }),
    waitingSince: instant,
    signedAt: instant.nullable(),
    activatedAt: instant.nullable(),
    noticeGivenAt: instant.nullable(),
    outSince: instant.nullable(),
    endedAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Commitment')

export const CommitmentPage = pageOf(CommitmentJson).openapi('CommitmentPage')
export const CommitmentQuery = pageQuery.extend({
  after: uuid.optional(),
  organisation: uuid.optional(),
  state: z.enum(states).optional(),
  kind: z.enum(kinds).optional(),
  expiresBefore: day.optional(),
})

export const NewCommitment = z.strictObject({ organisationId: uuid }).openapi('NewCommitment')

export const CommitmentEdit = z
  .strictObject({
    referenceDocumentId: uuid.nullable(),
    signatories: z
      .array(
        z.strictObject({
          name: plainText(2, 120),
          quality: plainText(2, 120),
          powerDocumentId: uuid.nullable().default(null),
          powerValidUntil: day.nullable().default(null),
        }),
      )
      .max(5),
    effectiveOn: day.nullable(),
    endsOn: day.nullable(),
    documentId: uuid.nullable(),
    l2Consent: z.boolean(),
  })
  .partial()
  .openapi('CommitmentEdit')

export const CommitmentSubmission = z
  .strictObject({
    readVersion: plainText(1, 40).openapi({ description: '« J’ai lu la version {v} »; not a signature' }),
  })
  .openapi('CommitmentSubmission')
export const NoBody = z.strictObject({}).openapi('NoBody')
export const CommitmentReturn = z.strictObject({ reason }).openapi('CommitmentReturn')
export const CommitmentCountersignature = z
  .strictObject({
    fileSha256: digest.openapi({ description: 'Of the signed file as it was read' }),
    reason: reason.optional(),
  })
  .openapi('CommitmentCountersignature')
const clause = plainText(1, 200)
const urgency = reason.openapi({ description: 'The ground on which the party is not heard first' })
export const CommitmentFreeze = z
  .strictObject({ reason, clause, urgency: urgency.optional() })
  .openapi('CommitmentFreeze')
export const CommitmentCut = z
  .strictObject({
    reason,
    clause: clause.optional(),
    as: z
      .enum(['safety', 'mass'])
      .optional()
      .openapi({ description: 'By default an officer on call cuts for safety; anybody else proposes' }),
  })
  .openapi('CommitmentCut')
export const CommitmentRestoration = z
  .strictObject({
    reason,
    controlProven: z
      .boolean()
      .default(false)
      .openapi({ description: 'Each access point has proven control again; asked for after 30 days out' }),
  })
  .openapi('CommitmentRestoration')
export const CommitmentNotice = z
  .strictObject({
    endsOn: day,
    reason: reason.optional(),
    clause: clause.optional(),
    urgency: urgency.optional(),
  })
  .openapi('CommitmentNotice')
export const CommitmentEnd = z.strictObject({ reason, clause: clause.optional() }).openapi('CommitmentEnd')
