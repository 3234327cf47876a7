import { PORTAL_SOFT_AUTHENTICATOR_URL } from '$app/env/private'

const TIMEOUT_MS = 5000

/** True where this portal may offer the demo's software key. The page says DÉMONSTRATION beside it. */
export const hasSoftAuthenticator = PORTAL_SOFT_AUTHENTICATOR_URL !== ''

/**
 * Has the software key of the demo answer: a call from server to server, never made in a deployment that does not name
 * its address. It knows whose key is meant by the options themselves. Undefined where it does not answer.
 */
export async function softKeyAnswer(
  ceremony: 'assert' | 'register',
  options: unknown,
  origin: string,
): Promise<unknown> {
  if (!hasSoftAuthenticator) return undefined
  try {
    const response = await fetch(new URL(ceremony, PORTAL_SOFT_AUTHENTICATOR_URL), {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(options),
    })
    return response.ok ? ((await response.json()) as unknown) : undefined
  } catch {
    return undefined
  }
}
