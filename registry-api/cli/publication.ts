import { z } from 'zod'

const count = z.int().nonnegative()
const digest = z.string().regex(/^[0-9a-f]{64}$/)

/** A publication as the API tells it; what an approver decides on is not taken from here but from the draft itself. */
export const Publication = z.looseObject({
  sequence: z.int().positive(),
  state: z.string(),
  kind: z.string(),
  baseSequence: count,
  baseDigest: digest,
  contentDigest: digest,
  entryCount: count,
  changes: z.object({ added: count, removed: count, changed: count }),
  approvals: count,
  approvalsNeeded: count,
  refusal: z.object({ code: z.string(), detail: z.string() }).optional(),
})
export type Publication = z.infer<typeof Publication>

export const PublicationPage = z.looseObject({ items: z.array(Publication) })
