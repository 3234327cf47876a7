import { startIdentityProvider } from './identity-provider/provider.ts'
import { providerFilesOf, readProvider } from './identity-provider/set-up.ts'
import { runChild, setting } from './run-child.ts'

/** `IDENTITY_PROVIDER_*` are handed by demo/start.ts, which has made the files. */
await runChild('identity provider', async (environment) => {
  const files = providerFilesOf(setting(environment, 'IDENTITY_PROVIDER_DIR'))
  const provider = await startIdentityProvider({
    port: Number(setting(environment, 'IDENTITY_PROVIDER_PORT')),
    redirectUris: [setting(environment, 'IDENTITY_PROVIDER_REDIRECT_URI')],
    ...readProvider(files),
  })
  console.log(`identity provider: anybody signs in as anybody on ${provider.issuer}`)
  return provider
})
