import { createHash, generateKeyPairSync } from 'node:crypto'

export interface ApproverKey {
  /** First 16 hex digits of the SHA-256 of the public key, after the marker: `DEMO-…` or `test-…`. */
  readonly kid: string
  /** Whom the signer's configuration maps the key to. */
  readonly person: string
  /** SPKI in PEM */
  readonly publicKey: string
  /** PKCS#8 in PEM, unencrypted */
  readonly privateKeyPem: string
}

/** A fresh ES256 key for approvals (decisions 22). A demo key says so in its name: mode real refuses it (decisions 66). */
export function createApproverKey(options: { person: string; demo: boolean }): ApproverKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const mark = options.demo ? 'DEMO' : 'test'
  return {
    kid: `${mark}-${createHash('sha256').update(spki).digest('hex').slice(0, 16)}`,
    person: options.person,
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}
