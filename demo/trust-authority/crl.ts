import 'reflect-metadata'
import {
  AuthorityKeyIdentifierExtension,
  Extension,
  X509CrlGenerator,
  X509CrlReason,
  type Name,
} from '@peculiar/x509'
import type { webcrypto as Web } from 'node:crypto'
import { wholeSeconds } from './certificate.ts'
import { signingAlgorithm } from './keys.ts'

export interface CrlRequest {
  readonly issuer: { readonly name: Name; readonly keys: Web.CryptoKeyPair }
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  readonly revoked: readonly { readonly serialNumber: string; readonly revokedAt: Date }[]
}

/** Signs one CRL (version 2, with cRLNumber and authorityKeyIdentifier); gives its DER. */
export async function issueCrl(request: CrlRequest): Promise<Uint8Array> {
  const crl = await X509CrlGenerator.create({
    issuer: request.issuer.name,
    thisUpdate: wholeSeconds(request.thisUpdate),
    nextUpdate: wholeSeconds(request.nextUpdate),
    entries: request.revoked.map(({ serialNumber, revokedAt }) => ({
      serialNumber,
      revocationDate: wholeSeconds(revokedAt),
      reason: X509CrlReason.keyCompromise,
    })),
    extensions: [
      await AuthorityKeyIdentifierExtension.create(request.issuer.keys.publicKey),
      // Seconds since 1970: grows with each CRL and needs no counter that two processes would share.
      new Extension('2.5.29.20', false, derInteger(Math.floor(request.thisUpdate.getTime() / 1_000))),
    ],
    signingAlgorithm: signingAlgorithm(request.issuer.keys.privateKey),
    signingKey: request.issuer.keys.privateKey,
  })
  return new Uint8Array(crl.rawData)
}

/** A positive DER INTEGER below 2^48. */
function derInteger(value: number): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(7)
  bytes.writeUIntBE(value, 1, 6)
  const first = bytes.findIndex((byte, index) => byte !== 0 || index === 6)
  // A leading bit set would read as negative.
  const content = (bytes[first] ?? 0) >= 0x80 ? bytes.subarray(first - 1) : bytes.subarray(first)
  return new Uint8Array([0x02, content.length, ...content])
}
