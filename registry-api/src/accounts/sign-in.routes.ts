import { createRoute } from '@hono/zod-openapi'
import { nounApp } from '../http/environment.ts'
import { refusals } from '../http/problem.ts'
import type { World } from '../world.ts'
import { beginSignIn } from './begin-sign-in.ts'
import { completeSignIn } from './complete-sign-in.ts'
import type { ProviderClient } from './provider.client.ts'
import { BegunSignInJson, NewSignIn, SignedInJson, SignInCompletion } from './sign-in.api.ts'
import { signInRefusals } from './sign-in.refusals.ts'

const begin = createRoute({
  tags: ['sign-in'],
  method: 'post',
  path: '/v1/sign-ins',
  summary: 'Set out to the identity provider',
  request: { body: { required: true, content: { 'application/json': { schema: NewSignIn } } } },
  responses: {
    201: { description: 'Where to go', content: { 'application/json': { schema: BegunSignInJson } } },
    ...refusals(400, 413, 415, 422, 503),
  },
})

const complete = createRoute({
  tags: ['sign-in'],
  method: 'post',
  path: '/v1/sign-ins/complete',
  summary: 'Come back from the identity provider, with a session',
  request: { body: { required: true, content: { 'application/json': { schema: SignInCompletion } } } },
  responses: {
    201: { description: 'Signed in', content: { 'application/json': { schema: SignedInJson } } },
    ...refusals(400, 403, 413, 415, 422, 503),
  },
})

/** `provider`: undefined where none is configured, and nobody can sign in. */
export function signInRoutes(world: World, provider: ProviderClient | undefined) {
  const configured = () => {
    if (provider === undefined) throw signInRefusals('sign-in-not-configured')
    return provider
  }
  return nounApp()
    .openapi(begin, async (c) => {
      const begun = await beginSignIn(world, configured(), { returnTo: c.req.valid('json').returnTo })
      return c.json(begun, 201)
    })
    .openapi(complete, async (c) => {
      const { handle, parameters } = c.req.valid('json')
      const { requestId } = c.var
      const { session, person, returnTo } = await completeSignIn(world, configured(), {
        handle,
        answer: parameters,
        requestId,
      })
      return c.json(
        { token: session.token, expiresAt: session.expiresAt.toISOString(), person, returnTo },
        201,
      )
    })
}
