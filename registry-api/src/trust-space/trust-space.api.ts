import { z } from '@hono/zod-openapi'
import { digest, instant } from '../http/fields.ts'

export const StatusJson = z
  .object({
    trustSpace: z.string(),
    space: z.enum(['TEST', 'PRODUCTION']),
    mode: z.enum(['demo', 'real']),
    zone: z.string(),
    whitelistUrl: z.string(),
    at: instant,
    publicationPeriodHours: z.number(),
    current: z
      .object({
        sequence: z.number().int(),
        signedAt: z.string(),
        generatedAt: z.string(),
        ageSeconds: z.number().int(),
        entryCount: z.number().int(),
        operatorCount: z.number().int(),
        bytes: z.number().int(),
        digest,
        fileSha256: digest,
      })
      .nullable()
      .openapi({ description: 'The list in force' }),
    publisher: z
      .object({
        fault: z.object({ code: z.string(), detail: z.string(), at: instant }).nullable(),
        publication: z.object({ sequence: z.number().int(), state: z.string(), kind: z.string() }).nullable(),
      })
      .optional()
      .openapi({ description: 'For administrators: what holds the next publication up' }),
  })
  .openapi('Status')

const Pinned = z.object({ subject: z.string(), fingerprint: digest, notAfter: instant, pem: z.string() })

export const TrustAnchorsJson = z
  .object({
    signer: z.object({
      commonName: z.string(),
      organizationalUnit: z.string(),
      /** Of the list in force; null before the first. */
      dn: z.string().nullable(),
      fingerprint: digest.nullable(),
      notAfter: instant.nullable(),
    }),
    anchors: z.array(Pinned),
    intermediates: z.array(Pinned),
  })
  .openapi('TrustAnchors')
