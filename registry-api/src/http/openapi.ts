import type { OpenAPIHono } from '@hono/zod-openapi'
import type { HttpEnvironment } from './environment.ts'

export const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'Registry of the trust space',
    version: '1',
    description:
      'Errors are problem documents (RFC 9457); their codes are listed in docs/errors.md. Acts on an object carry the ETag of what was read in If-Match. An act that takes the word of a security key carries the id of an answered step-up in X-Step-Up (POST /v1/step-ups). A creation may carry an Idempotency-Key (an API key must send one): sent again within 24 hours it is answered as before, with Idempotency-Replayed.',
  },
} as const

type Credentials = Record<string, string[]>[]
/** Which credentials a route takes, for its contract: what they may is said by rights/permissions.ts. */
export const CREDENTIALS: Readonly<Record<'person' | 'any' | 'operations', Credentials>> = {
  person: [{ session: [] }],
  any: [{ session: [] }, { apiKey: [] }, { operationsKey: [] }],
  operations: [{ operationsKey: [] }],
}

/** Serves the contract of all routes mounted so far at /v1/openapi.json. */
export function describeApi(app: OpenAPIHono<HttpEnvironment>): void {
  const scheme = (name: string, description: string) =>
    app.openAPIRegistry.registerComponent('securitySchemes', name, {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description,
    })
  scheme('session', '`Session <token>`: a person, through the portal')
  scheme('apiKey', '`Bearer drim_<id>_<secret>`: an organisation’s key, within its scopes')
  scheme('operationsKey', '`Bearer <key>`: the instance’s own key')
  app.doc31('/v1/openapi.json', DOCUMENT)
}
