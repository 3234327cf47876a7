import { z } from '@hono/zod-openapi'

const Entry = z
  .object({
    number: z.number().int(),
    wadoHost: z.string(),
    viewerHost: z.string(),
    denomination: z.string(),
    certificateDn: z.string(),
    supportContact: z.string(),
    addedAt: z.string(),
  })
  .openapi('Entry')

export const ImportReportJson = z
  .object({
    outcome: z.enum(['bootstrap', 'comparison']),
    isDryRun: z.boolean(),
    list: z.object({
      signedAt: z.string(),
      digest: z.string(),
      entryCount: z.number().int(),
      profile: z.enum(['A', 'B']),
      signerDn: z.string(),
      signerFingerprint: z.string(),
    }),
    warnings: z.array(z.object({ code: z.string(), detail: z.string() })),
    entered: z.object({ operators: z.number().int(), drimboxes: z.number().int() }),
    differences: z.object({
      added: z.array(Entry),
      removed: z.array(Entry),
      changed: z.array(z.object({ before: Entry, after: Entry, fields: z.array(z.string()) })),
    }),
  })
  .openapi('ImportReport')

export const ImportQuery = z.object({
  at: z.iso
    .datetime()
    .optional()
    .openapi({ description: 'When signer and chain are judged; now, unless given' }),
  dryRun: z
    .stringbool()
    .default(false)
    .openapi({ type: 'boolean', default: false, description: 'Say everything, store nothing' }),
  signerCn: z.string().min(1).max(200).optional(),
  signerOu: z.string().min(1).max(200).optional(),
})

const derList = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.base64()).max(8))
  .optional()

/** Certificates that come with a list of another authority: base64 of DER, comma separated. */
export const ImportHeaders = z.object({
  'x-import-trust-anchors': derList.openapi({
    type: 'string',
    description: 'Roots: base64 of DER, comma separated',
  }),
  'x-import-intermediates': derList.openapi({ type: 'string', description: 'Issuing CAs, likewise' }),
})
