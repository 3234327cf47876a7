import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { encodeCbor, type Cbor } from './cbor.ts'
import { openKeyStore, type SoftKey } from './key-store.ts'

/** Says of itself what it is: mode real refuses this AAGUID. ASCII of "DRIM DEMO SOFT K". */
export const SOFT_AAGUID = '4452494d-2044-454d-4f20-534f4654204b'

const ES256 = -7
const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const ATTESTED = 0x40

/** How a key may misbehave, so that tests can try what the registry does about it. */
export interface Misbehaviour {
  /** The person was there, but nobody asked who it is. */
  readonly userVerified?: boolean
  /** A copy of the key signs with a counter of its own. */
  readonly counter?: number
  /** A new credential on the key pair of this one: what no honest device does. */
  readonly pairOf?: string
}

/** What `navigator.credentials` answers with where it refuses. */
export class SoftAuthenticatorError extends Error {
  override readonly name: 'NotAllowedError' | 'InvalidStateError' | 'SecurityError' | 'NotSupportedError'
  constructor(name: SoftAuthenticatorError['name'], message: string) {
    super(message)
    this.name = name
  }
}

export type SoftAuthenticator = ReturnType<typeof createSoftAuthenticator>

export interface SoftAuthenticatorOptions {
  /** Without it the keys live as long as the process. */
  readonly file?: string
  /** Otherwise it stands for a drawer of devices, and takes a new one for each registration. */
  readonly isOneDevice?: boolean
}

/**
 * A WebAuthn authenticator in software, browser part included: ES256, attestation `none`, user presence and user
 * verification always claimed, which is why mode real refuses it. It takes and gives the JSON of WebAuthn level 3.
 */
export function createSoftAuthenticator(options: SoftAuthenticatorOptions = {}) {
  const store = openKeyStore(options.file)

  return {
    /** Its keys, without what is secret. */
    keys: () =>
      store.read().map(({ credentialId, rpId, userHandle, userName, counter }) => ({
        credentialId,
        rpId,
        userHandle,
        userName,
        counter,
      })),

    /** Makes a credential for this person. Throws SoftAuthenticatorError, as a browser would. */
    async register(
      asked: PublicKeyCredentialCreationOptionsJSON,
      origin: string,
      misbehaviour: Misbehaviour = {},
    ): Promise<RegistrationResponseJSON> {
      const rpId = assertRpId(asked.rp.id, origin)
      if (!asked.pubKeyCredParams.some(({ alg }) => alg === ES256))
        throw new SoftAuthenticatorError('NotSupportedError', 'only ES256 is spoken here')
      const excluded = new Set((asked.excludeCredentials ?? []).map(({ id }) => id))
      const isHere = (key: SoftKey) => key.rpId === rpId && excluded.has(key.credentialId)
      if (options.isOneDevice === true && store.read().some(isHere))
        throw new SoftAuthenticatorError('InvalidStateError', 'this person has a key here already')

      const { privateKey, publicKey } = keyPair(
        store.read().find(({ credentialId }) => credentialId === misbehaviour.pairOf),
      )
      const credentialId = randomBytes(32)
      const key: SoftKey = {
        credentialId: credentialId.toString('base64url'),
        rpId,
        userHandle: asked.user.id,
        userName: asked.user.name,
        privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        counter: 0,
      }
      const authenticatorData = Buffer.concat([
        authenticatorHead(rpId, flagsOf(misbehaviour) | ATTESTED, misbehaviour.counter ?? key.counter),
        Buffer.from(SOFT_AAGUID.replaceAll('-', ''), 'hex'),
        Uint8Array.of(credentialId.length >> 8, credentialId.length & 0xff),
        credentialId,
        encodeCbor(coseKey(publicKey)),
      ])
      const attestationObject = encodeCbor(
        new Map<string, Cbor>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authenticatorData],
        ]),
      )
      store.put(key)
      return {
        ...credential(key),
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', asked.challenge, origin)),
          attestationObject: base64url(attestationObject),
          authenticatorData: base64url(authenticatorData),
          publicKey: base64url(publicKey.export({ type: 'spki', format: 'der' })),
          publicKeyAlgorithm: ES256,
          transports: ['usb'],
        },
      }
    },

    /** Signs with the first of the allowed credentials that is held here. Throws SoftAuthenticatorError. */
    async assert(
      asked: PublicKeyCredentialRequestOptionsJSON,
      origin: string,
      misbehaviour: Misbehaviour = {},
    ): Promise<AuthenticationResponseJSON> {
      const rpId = assertRpId(asked.rpId, origin)
      const allowed = asked.allowCredentials?.map(({ id }) => id)
      const key = store
        .read()
        .find((held) => held.rpId === rpId && (allowed === undefined || allowed.includes(held.credentialId)))
      if (key === undefined)
        throw new SoftAuthenticatorError('NotAllowedError', 'none of the keys asked for is held here')
      const counter = misbehaviour.counter ?? key.counter + 1
      // A copy counts for itself.
      if (misbehaviour.counter === undefined) store.put({ ...key, counter })
      const authenticatorData = authenticatorHead(rpId, flagsOf(misbehaviour), counter)
      const clientDataJson = clientData('webauthn.get', asked.challenge, origin)
      const signed = Buffer.concat([authenticatorData, sha256(clientDataJson)])
      return {
        ...credential(key),
        response: {
          clientDataJSON: base64url(clientDataJson),
          authenticatorData: base64url(authenticatorData),
          signature: base64url(sign('sha256', signed, key.privateKeyPem)),
          userHandle: key.userHandle,
        },
      }
    },
  }
}

function keyPair(like: SoftKey | undefined) {
  if (like === undefined) return generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey: createPrivateKey(like.privateKeyPem), publicKey: createPublicKey(like.privateKeyPem) }
}

function credential({ credentialId }: SoftKey) {
  return {
    id: credentialId,
    rawId: credentialId,
    type: 'public-key' as const,
    authenticatorAttachment: 'cross-platform' as const,
    clientExtensionResults: {},
  }
}

/** A browser lets a page name its own host as relying party, or a domain above it; never another. */
function assertRpId(asked: string | undefined, origin: string): string {
  const { hostname } = new URL(origin)
  const rpId = asked ?? hostname
  if (hostname !== rpId && !hostname.endsWith(`.${rpId}`))
    throw new SoftAuthenticatorError('SecurityError', `${origin} may not speak for ${rpId}`)
  return rpId
}

function flagsOf({ userVerified = true }: Misbehaviour): number {
  return USER_PRESENT | (userVerified ? USER_VERIFIED : 0)
}

/** RP id hash, flags, counter: the 37 bytes that every answer begins with (WebAuthn 6.1). */
function authenticatorHead(rpId: string, flags: number, counter: number): Buffer {
  const tail = Buffer.alloc(5)
  tail.writeUInt8(flags, 0)
  tail.writeUInt32BE(counter, 1)
  return Buffer.concat([sha256(rpId), tail])
}

/** EC2, ES256, P-256 (RFC 9053, 7.1.1). */
function coseKey(publicKey: KeyObject): Cbor {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return new Map<number, Cbor>([
    [1, 2],
    [3, ES256],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ])
}

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }), 'utf8')
}

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest()
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
