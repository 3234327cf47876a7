import { createRoute, z } from '@hono/zod-openapi'
import { isHeldByCaller } from '../http/caching.ts'
import { nounApp } from '../http/environment.ts'
import { may } from '../rights/rights.rules.ts'
import { refusals } from '../http/problem.ts'
import { currentAttempt } from '../publications/publication.queries.ts'
import type { Publisher } from '../publications/publication.schedule.ts'
import type { ServedList } from '../whitelists/served-list.ts'
import type { World } from '../world.ts'
import type { PinnedCertificate } from './trust-anchors.ts'
import { StatusJson, TrustAnchorsJson } from './trust-space.api.ts'
import { currentSigner } from './trust-space.queries.ts'
import type { Identity } from './trust-space.ts'

const tags = ['trust space']

const status = createRoute({
  tags,
  method: 'get',
  path: '/v1/status',
  summary: 'What this trust space is, and whether its list is fresh',
  responses: {
    200: { description: 'Status', content: { 'application/json': { schema: StatusJson } } },
    ...refusals(503),
  },
})

const anchors = createRoute({
  tags,
  method: 'get',
  path: '/v1/trust-anchors',
  summary: 'What to verify the list with',
  responses: {
    200: {
      description: 'Signer and pinned certificates',
      content: { 'application/json': { schema: TrustAnchorsJson } },
    },
    304: { description: 'What the caller holds is still so' },
    ...refusals(503),
  },
})

const health = createRoute({
  tags,
  method: 'get',
  path: '/healthz',
  summary: 'Whether this process answers; of its neighbours it says nothing',
  responses: {
    200: {
      description: 'It does',
      content: { 'application/json': { schema: z.object({ status: z.literal('ok') }) } },
    },
  },
})

export interface TrustSpaceParts {
  readonly identity: Identity
  readonly whitelistUrl: string
  readonly publicationPeriodMs: number
  readonly signer: { readonly commonName: string; readonly organizationalUnit: string }
  readonly anchors: readonly PinnedCertificate[]
  readonly intermediates: readonly PinnedCertificate[]
}

export function trustSpaceRoutes(
  world: World,
  parts: TrustSpaceParts,
  served: () => Promise<ServedList | undefined>,
  publisher: Pick<Publisher, 'fault'>,
) {
  return nounApp()
    .openapi(status, async (c) => {
      const list = await served()
      const now = world.clock()
      const json: z.infer<typeof StatusJson> = {
        ...parts.identity,
        whitelistUrl: parts.whitelistUrl,
        at: now.toISOString(),
        publicationPeriodHours: parts.publicationPeriodMs / 3_600_000,
        current: list === undefined ? null : describe(list, now),
      }
      if (!may(c.var.principal, 'list.read')) return c.json(json, 200)
      const attempt = await world.inTransaction(c.var.principal, currentAttempt, { readOnly: true })
      const { fault } = publisher
      return c.json(
        {
          ...json,
          publisher: {
            fault: fault === undefined ? null : { ...fault, at: fault.at.toISOString() },
            publication: attempt ?? null,
          },
        },
        200,
      )
    })
    .openapi(anchors, async (c) => {
      const current = await world.inTransaction(c.var.principal, currentSigner, { readOnly: true })
      const json: z.infer<typeof TrustAnchorsJson> = {
        signer: {
          ...parts.signer,
          dn: current?.dn ?? null,
          fingerprint: current?.fingerprint ?? null,
          notAfter: current?.notAfter.toISOString() ?? null,
        },
        anchors: parts.anchors.map(toJson),
        intermediates: parts.intermediates.map(toJson),
      }
      return isHeldByCaller(c, json, 60) ? c.body(null, 304) : c.json(json, 200)
    })
    .openapi(health, (c) => c.json({ status: 'ok' as const }, 200))
}

function describe({ record, generatedAt, entries }: ServedList, now: Date) {
  return {
    ...record,
    generatedAt,
    ageSeconds: Math.max(0, Math.floor((now.getTime() - Date.parse(record.signedAt)) / 1_000)),
    operatorCount: new Set(entries.map(({ denomination }) => denomination)).size,
  }
}

function toJson({ notAfter, ...pinned }: PinnedCertificate) {
  return { ...pinned, notAfter: notAfter.toISOString() }
}
