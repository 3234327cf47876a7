import { generateKeyPairSync, randomBytes, type JsonWebKey } from 'node:crypto'

/** What the provider of the demo keeps between two starts. */
export interface ProviderKeys {
  /** Private keys, one for RS256 and one for ES256. */
  readonly signing: readonly JsonWebKey[]
  /** Signs its cookies. */
  readonly cookies: string
}

/** Makes the keys of a provider. They are its own: nothing else of the demo trusts or uses them. */
export function createProviderKeys(): ProviderKeys {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    signing: [
      { ...rsa.privateKey.export({ format: 'jwk' }), kid: 'DEMO-rsa', use: 'sig', alg: 'RS256' },
      { ...ec.privateKey.export({ format: 'jwk' }), kid: 'DEMO-ec', use: 'sig', alg: 'ES256' },
    ],
    cookies: randomBytes(32).toString('base64url'),
  }
}
