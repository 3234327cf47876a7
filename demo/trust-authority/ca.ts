import 'reflect-metadata'
import { Name, X509Certificate } from '@peculiar/x509'
import type { webcrypto as Web } from 'node:crypto'
import { certificatePem, issueCertificate } from './certificate.ts'
import { importKeys, privateKeyPem } from './keys.ts'

export type Which = 'root' | 'lists' | 'servers'
export const whichCas: readonly Which[] = ['root', 'lists', 'servers']

/** One certification authority with its key. */
export interface Ca {
  readonly name: Name
  /** DER */
  readonly certificate: Uint8Array
  readonly pem: string
  readonly keys: Web.CryptoKeyPair
}

export interface CaRequest {
  readonly which: Which
  readonly name: Name
  readonly keys: Web.CryptoKeyPair
  /** The root issues itself. */
  readonly issuer: { readonly name: Name; readonly keys: Web.CryptoKeyPair }
  readonly notBefore: Date
  readonly notAfter: Date
  readonly urlBase?: string
}

/** Certifies a CA: an issuing one may have no CA below it, as in IGC-Santé (pathlen 0). */
export async function certifyCa(request: CaRequest): Promise<Ca> {
  const certificate = await issueCertificate({
    subject: request.name,
    keys: request.keys,
    issuer: request.issuer,
    notBefore: request.notBefore,
    notAfter: request.notAfter,
    ca: request.which === 'root' ? {} : { pathLength: 0 },
    keyUsages: ['keyCertSign', 'cRLSign'],
    ...(request.urlBase === undefined || request.which === 'root'
      ? {}
      : { urls: issuerUrls(request.urlBase, 'root') }),
  })
  return { name: request.name, certificate, pem: certificatePem(certificate), keys: request.keys }
}

/** Where the authority server offers the CRL and the certificate of one CA. */
export function issuerUrls(urlBase: string, which: Which): { crl: string; issuer: string } {
  return { crl: `${urlBase}/crl/${which}.crl`, issuer: `${urlBase}/ca/${which}.cer` }
}

/** A CA from its files. The name is read from the certificate, so that it stays equal to the byte. */
export async function openCa(pem: string, keyPem: string): Promise<Ca> {
  const certificate = new X509Certificate(pem)
  return {
    name: certificate.subjectName,
    certificate: new Uint8Array(certificate.rawData),
    pem,
    keys: await importKeys(keyPem),
  }
}

/** PKCS#8 PEM of the CA's key. */
export function caKeyPem(ca: Ca): Promise<string> {
  return privateKeyPem(ca.keys.privateKey)
}
