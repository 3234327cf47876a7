import { z } from '@hono/zod-openapi'
import { instant, uuid } from '../http/fields.ts'

/** A path of the portal: another site in its place would make us its signpost. */
const returnTo = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/, 'is no path of the portal')

const parameter = z.string().min(1).max(2_000).optional()

export const NewSignIn = z.strictObject({ returnTo: returnTo.optional() }).openapi('NewSignIn')

export const BegunSignInJson = z
  .object({
    handle: z
      .string()
      .openapi({ description: 'For an HttpOnly cookie of the browser; it comes back to complete' }),
    authorizationUrl: z.url(),
  })
  .openapi('BegunSignIn')

export const SignInCompletion = z
  .strictObject({
    handle: z.string().min(1).max(200),
    parameters: z
      .object({ code: parameter, state: parameter, iss: parameter, error: parameter })
      .openapi({ description: 'What the redirect of the provider brought; other parameters are left out' }),
  })
  .openapi('SignInCompletion')

export const SessionTokenJson = z.object({ token: z.string(), expiresAt: instant })

export const SignedInJson = SessionTokenJson.extend({
  person: z.object({ id: uuid, name: z.string().nullable() }),
  returnTo: z.string().nullable(),
}).openapi('SignedIn')
