import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HOSTILE_CLIENT, startHostileProvider, type HostileProvider } from './hostile-provider.ts'
import type { SignInApi } from './sign-in.ts'
import type { RequestOptions, TrustSpace } from './trust-space.ts'

/** Never dialled: the tests stop where the provider sends the browser back. */
export const REDIRECT_URI = 'http://localhost:3000/connexion/retour'

/** Starts a provider and lets the registry of the space know it; `over` changes its profile. */
export async function giveProvider(
  space: TrustSpace,
  over: Readonly<Record<string, unknown>> = {},
): Promise<HostileProvider> {
  const provider = await startHostileProvider()
  await useProfile(space, provider, over)
  return provider
}

/** The same provider under another profile: the registry starts anew. */
export async function useProfile(
  space: TrustSpace,
  provider: HostileProvider,
  over: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const secretFile = join(space.directory, 'oidc.secret')
  const profileFile = join(space.directory, 'oidc.json')
  await writeFile(secretFile, HOSTILE_CLIENT.secret)
  await writeFile(profileFile, JSON.stringify(provider.profile(secretFile, REDIRECT_URI, over)))
  space.environment['REGISTRY_OIDC_PROFILE_FILE'] = profileFile
  await space.restartRegistry()
}

/** The space as signInThroughProvider() speaks to it: as a browser that nobody knows. */
export function publicApi(space: TrustSpace, sent: RequestOptions = {}): SignInApi {
  return { request: (method, path, body) => space.request(method, path, { as: 'public', ...sent, body }) }
}
