import { systemPrincipal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { accountRepository } from './account.repository.ts'
import type { ProviderClient } from './provider.client.ts'
import { hashOfSecret, newSecret } from './secrets.ts'
import { ATTEMPT_LIFE_MS } from './sign-in.rules.ts'

export interface BegunSignIn {
  /** For a cookie of the browser that sets out: without it the way back is closed. */
  readonly handle: string
  readonly authorizationUrl: string
}

/**
 * Sets out to the provider: state, nonce and verifier are kept here, the browser gets a handle.
 * Refuses `sign-in-provider-unavailable`, `sign-in-issuer`.
 */
export async function beginSignIn(
  world: World,
  provider: ProviderClient,
  { returnTo }: { readonly returnTo: string | undefined },
): Promise<BegunSignIn> {
  const secrets = provider.newSecrets()
  const authorizationUrl = await provider.authorizationUrl(secrets)
  const handle = newSecret()
  await world.inTransaction(systemPrincipal('sign-in'), (tx) =>
    accountRepository(tx).insertAttempt({
      id: tx.newId(),
      handleSha256: hashOfSecret(handle),
      ...secrets,
      returnTo: returnTo ?? null,
      createdAt: tx.at,
      expiresAt: new Date(tx.at.getTime() + ATTEMPT_LIFE_MS),
      usedAt: null,
    }),
  )
  return { handle, authorizationUrl }
}
