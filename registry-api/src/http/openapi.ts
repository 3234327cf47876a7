import type { OpenAPIHono } from '@hono/zod-openapi'
import type { HttpEnvironment } from './environment.ts'

export const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'Registry of the trust space',
    version: '1',
    description:
      'Errors are problem documents (RFC 9457); their codes are listed in docs/errors.md. Acts on an object carry the ETag of what was read in If-Match.',
  },
} as const

/** Serves the contract of all routes mounted so far at /v1/openapi.json. */
export function describeApi(app: OpenAPIHono<HttpEnvironment>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'adminKey', { type: 'http', scheme: 'bearer' })
  app.doc31('/v1/openapi.json', DOCUMENT)
}
