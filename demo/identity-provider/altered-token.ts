import { createHmac, createPrivateKey, sign } from 'node:crypto'
import type { ClientKind } from './clients.ts'
import type { ProviderKeys } from './keys.ts'

export interface TokenParts {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}
export type AlterToken = (token: TokenParts) => TokenParts

/**
 * The token with what `alter` makes of it, signed as its new header says: by our key of that algorithm, by a client's
 * secret for HS256 (`aud` tells whose), not at all for none. Shows whether who relies on us looks.
 */
export function alteredToken(
  token: string,
  alter: AlterToken,
  keys: ProviderKeys,
  secrets: Readonly<Record<ClientKind, string>>,
): string {
  const [header, claims] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>)
  const isJwtClient = claims?.['aud'] === 'registry-jwt'
  const altered = alter({ header: header ?? {}, claims: claims ?? {} })
  const signed = [altered.header, altered.claims].map(encoded).join('.')
  return `${signed}.${signatureOf(signed, String(altered.header['alg']), keys, secrets[isJwtClient ? 'jwt' : 'json'])}`
}

function signatureOf(signed: string, alg: string, keys: ProviderKeys, secret: string): string {
  if (alg === 'none') return ''
  if (alg === 'HS256') return createHmac('sha256', secret).update(signed).digest('base64url')
  const key = keys.signing.find((each) => each['alg'] === alg)
  if (!key) throw new Error(`no key for ${alg}`)
  return sign('sha256', Buffer.from(signed), {
    key: createPrivateKey({ key, format: 'jwk' }),
    dsaEncoding: 'ieee-p1363',
  }).toString('base64url')
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
