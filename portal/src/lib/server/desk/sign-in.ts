import { systemClock } from '#lib/clock.ts'
import type { Answer } from './desk-api.ts'
import { apiFor } from './open-desk.ts'

interface Begun {
  readonly handle: string
  readonly authorizationUrl: string
}

interface Completed {
  readonly token: string
  readonly person: { readonly id: string; readonly name: string }
  readonly expiresAt: string
  readonly returnTo: string | null
}

/** What the provider sends back, and no more of it. */
const PARAMETERS = ['code', 'state', 'iss', 'error'] as const
const REMEMBERED_MS = 600_000
const REST_MS = 10_000

let provider: { readonly origin: string | undefined; readonly until: number } | undefined

/** Opens a sign-in; tells on the way where the provider is. */
export async function beginSignIn(returnTo: string): Promise<Answer<Begun>> {
  const answer = await apiFor(undefined).call<Begun>({
    method: 'POST',
    path: '/v1/sign-ins',
    json: { returnTo },
  })
  const origin =
    answer.ok && URL.canParse(answer.value.authorizationUrl)
      ? new URL(answer.value.authorizationUrl).origin
      : undefined
  provider = { origin, until: systemClock().getTime() + (origin === undefined ? REST_MS : REMEMBERED_MS) }
  return answer
}

/**
 * Origin of the identity provider, which the policy of the sign-in page must name: browsers hold the redirect after a
 * form to `form-action`. The registry alone knows it; it is asked by opening a sign-in that nobody will finish.
 */
export async function providerOrigin(): Promise<string | undefined> {
  if (provider === undefined || provider.until < systemClock().getTime()) await beginSignIn('/')
  return provider?.origin
}

/** Closes the sign-in with what the provider sent back. */
export function completeSignIn(handle: string, query: URLSearchParams): Promise<Answer<Completed>> {
  const parameters = Object.fromEntries(
    PARAMETERS.flatMap((name) => {
      const value = query.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
  return apiFor(undefined).call({
    method: 'POST',
    path: '/v1/sign-ins/complete',
    json: { handle, parameters },
  })
}
