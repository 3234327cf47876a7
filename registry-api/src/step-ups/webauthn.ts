import type { X509Certificate } from 'node:crypto'
import {
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers'
import { isAttestedBy } from './attestation.ts'

/** Who asks for signatures: a host name, and the one origin whose pages may. */
export interface RelyingParty {
  readonly id: string
  readonly origin: string
}

/** EdDSA, ES256, RS256: what keys on the market speak. */
export const ALGORITHMS = [-8, -7, -257]

/** Why an answer of a security key is not taken: told to the caller, counted by tests. */
export type WebAuthnFault =
  | 'challenge'
  | 'origin'
  | 'relying-party'
  | 'user-verification'
  | 'counter'
  | 'signature'
  | 'format'
  | 'malformed'

export class WebAuthnError extends Error {
  override readonly name = 'WebAuthnError'
  readonly fault: WebAuthnFault
  constructor(fault: WebAuthnFault) {
    super(fault)
    this.fault = fault
  }
}

/** Verifies a signature over `challenge`, the person verified by the key. Throws a WebAuthnError. */
export async function verifyAssertion(
  relyingParty: RelyingParty,
  asked: {
    readonly response: AuthenticationResponseJSON
    readonly challenge: string
    readonly key: {
      readonly credentialId: string
      readonly publicKey: Uint8Array
      readonly signCount: number
    }
  },
): Promise<{ readonly signCount: number }> {
  const { response, challenge, key } = asked
  const result = await told(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      credential: {
        id: key.credentialId,
        publicKey: Uint8Array.from(key.publicKey),
        counter: key.signCount,
      },
    }),
  )
  if (!result.verified) throw new WebAuthnError('signature')
  return { signCount: result.authenticationInfo.newCounter }
}

export interface NewCredential {
  readonly credentialId: string
  readonly publicKey: Uint8Array
  readonly signCount: number
  readonly aaguid: string
  /** A configured root vouches for its make. */
  readonly isHardware: boolean
}

/** Verifies a new credential made for `challenge`, the person verified by the key. Throws a WebAuthnError. */
export async function verifyRegistration(
  relyingParty: RelyingParty,
  asked: {
    readonly response: RegistrationResponseJSON
    readonly challenge: string
    readonly roots: readonly X509Certificate[]
    readonly at: Date
  },
): Promise<NewCredential> {
  const { response, challenge, roots, at } = asked
  // The other formats belong to telephones, and some of their verifiers dial out.
  const attestation = await told(() =>
    decodeAttestationObject(isoBase64URL.toBuffer(response.response.attestationObject)),
  )
  if (!['none', 'packed'].includes(attestation.get('fmt'))) throw new WebAuthnError('format')
  const result = await told(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  )
  if (!result.verified) throw new WebAuthnError('signature')
  const { credential, aaguid } = result.registrationInfo
  // A key that signs its own attestation vouches for nothing.
  const chain = attestation.get('attStmt').get('x5c') ?? []
  return {
    credentialId: credential.id,
    publicKey: credential.publicKey,
    signCount: credential.counter,
    aaguid,
    isHardware: isAttestedBy(roots, chain, at),
  }
}

// The library says why in words alone. What it says anew one day is `malformed` here, and webauthn.test.ts fails.
const WORDS: readonly (readonly [RegExp, WebAuthnFault])[] = [
  [/challenge/i, 'challenge'],
  [/\borigin\b/i, 'origin'],
  [/RP ID/i, 'relying-party'],
  [/user verification|user could not be verified|not present/i, 'user-verification'],
  [/counter/i, 'counter'],
  [/signature|certificate/i, 'signature'],
]

async function told<T>(verify: () => T | Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch (error) {
    const words = error instanceof Error ? `${error.name} ${error.message}` : ''
    throw new WebAuthnError(WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'malformed')
  }
}
