import 'reflect-metadata'
import { X509Certificate } from '@peculiar/x509'
import { digest, digestUris, XADES, type Recipe } from './recipe.ts'
import { element, type XmlNode } from './xml-tree.ts'

interface Parts {
  readonly recipe: Recipe
  /** Id of the Signature. */
  readonly id: string
  /** Puts the profile's prefix before a name of XML Signature. */
  readonly ds: (name: string) => string
}

/** `ds:Object` of profile B (domain 4.2): SigningCertificateV2 with SHA-512 and DER issuer, DataObjectFormat. */
export function objectB({ recipe, id, ds }: Parts): XmlNode {
  const certificate = recipe.signingCertificate ?? recipe.signer.certificate
  return qualifying(ds, id, `xades-${id}`, [
    element('xades:SignedSignatureProperties', {}, [
      element('xades:SigningTime', {}, [recipe.signingTime]),
      element('xades:SigningCertificateV2', {}, [
        element('xades:Cert', {}, [
          certDigest(ds, recipe.certificateHash ?? 'sha512', certificate),
          element('xades:IssuerSerialV2', {}, [issuerSerialDer(certificate).toString('base64')]),
        ]),
      ]),
    ]),
    element('xades:SignedDataObjectProperties', {}, [
      element('xades:DataObjectFormat', { ObjectReference: `#r-${id}-1` }, [
        element('xades:MimeType', {}, ['text/xml']),
      ]),
    ]),
  ])
}

/** `Object` of profile A (domain 4.2): SigningCertificate with SHA-256 and issuer as text, CommitmentTypeIndication. */
export function objectA({ recipe, id, ds }: Parts): XmlNode {
  const certificate = recipe.signingCertificate ?? recipe.signer.certificate
  const { issuerName, serialNumber } = new X509Certificate(new Uint8Array(certificate))
  // RFC 4514 order, most specific first, with ", " between RDNs as the real file has it.
  const issuer = issuerName.toString().split(', ').reverse().join(', ')
  return qualifying(ds, id, 'SignedProperties', [
    element('xades:SignedSignatureProperties', {}, [
      element('xades:SigningTime', {}, [recipe.signingTime]),
      element('xades:SigningCertificate', {}, [
        element('xades:Cert', {}, [
          certDigest(ds, recipe.certificateHash ?? 'sha256', certificate),
          element('xades:IssuerSerial', {}, [
            element(ds('X509IssuerName'), {}, [issuer]),
            element(ds('X509SerialNumber'), {}, [BigInt(`0x${serialNumber}`).toString()]),
          ]),
        ]),
      ]),
    ]),
    element('xades:SignedDataObjectProperties', {}, [
      element('xades:CommitmentTypeIndication', {}, [
        element('xades:CommitmentTypeId', {}, [
          element('xades:Identifier', {}, ['http://uri.etsi.org/01903/v1.2.2#ProofOfApproval']),
        ]),
        element('xades:AllSignedDataObjects'),
      ]),
    ]),
  ])
}

function qualifying(ds: Parts['ds'], id: string, propertiesId: string, content: readonly XmlNode[]): XmlNode {
  return element(ds('Object'), {}, [
    element('xades:QualifyingProperties', { 'xmlns:xades': XADES, Target: `#${id}` }, [
      element('xades:SignedProperties', { Id: propertiesId }, content),
    ]),
  ])
}

function certDigest(ds: Parts['ds'], hash: keyof typeof digestUris, certificate: Uint8Array): XmlNode {
  return element('xades:CertDigest', {}, [
    element(ds('DigestMethod'), { Algorithm: digestUris[hash] }),
    element(ds('DigestValue'), {}, [digest(hash, certificate)]),
  ])
}

/** DER of IssuerSerial: SEQUENCE { SEQUENCE { [4] Name }, INTEGER }. */
export function issuerSerialDer(certificate: Uint8Array): Buffer {
  const { issuerName, serialNumber } = new X509Certificate(new Uint8Array(certificate))
  const name = Buffer.from(issuerName.toArrayBuffer())
  return der(0x30, Buffer.concat([der(0x30, der(0xa4, name)), der(0x02, Buffer.from(serialNumber, 'hex'))]))
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
