import { OpenAPIHono } from '@hono/zod-openapi'
import type { Principal } from '../db/principal.ts'

/** What the middlewares of app.ts set for every handler. */
export interface HttpEnvironment {
  Variables: {
    requestId: string
    language: 'en' | 'fr'
    principal: Principal
    trustSpace: string
  }
}

/** An app for the routes of one noun. It takes the hooks of the app it is mounted in. */
export function nounApp() {
  return new OpenAPIHono<HttpEnvironment>()
}
