import { createPrivateKey, createPublicKey, webcrypto, type webcrypto as Web } from 'node:crypto'

export type KeyKind = 'rsa-2048' | 'rsa-1024' | 'ec-p256'

const algorithms = {
  'rsa-2048': rsa(2048),
  'rsa-1024': rsa(1024), // too short on purpose: some hostile material needs it
  'ec-p256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
} as const

function rsa(modulusLength: number) {
  return {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength,
    publicExponent: new Uint8Array([1, 0, 1]),
  } as const
}

/** A fresh key pair; it can be exported, since a demo authority keeps its keys in files. */
export async function generateKeys(kind: KeyKind): Promise<Web.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithms[kind], true, ['sign', 'verify'])
}

/** PKCS#8 in PEM, unencrypted. */
export async function privateKeyPem(key: Web.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString()
}

/** Both halves of a key given as PKCS#8 in PEM (RSA, or EC on P-256). */
export async function importKeys(pem: string): Promise<Web.CryptoKeyPair> {
  const key = createPrivateKey(pem)
  const algorithm = key.asymmetricKeyType === 'rsa' ? algorithms['rsa-2048'] : algorithms['ec-p256']
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' })
  const [publicKey, privateKey] = await Promise.all([
    webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']),
    webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
  ])
  return { publicKey, privateKey }
}

/** The signing algorithm for certificates and CRLs under this key: always with SHA-256. */
export function signingAlgorithm(key: Web.CryptoKey): Web.EcdsaParams | Web.RsaHashedKeyGenParams {
  return key.algorithm.name === 'ECDSA' ? algorithms['ec-p256'] : algorithms['rsa-2048']
}
