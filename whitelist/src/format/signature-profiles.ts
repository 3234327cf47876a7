import { element, hole, type Pattern } from './pattern.ts'
import { DS, FILTER2, SIGNED_PROPERTIES_TYPE, XADES } from './signature-names.ts'
import type { SignatureProfile } from './model.ts'

/**
 * Format 5.3: what eSignSanté and other tools on the EU's DSS write. 13 of the 14 real lists seen, and the only profile
 * that is written here.
 */
const PROFILE_B = element('ds:Signature', { 'xmlns:ds': DS, Id: hole('signatureId') }, [
  element('ds:SignedInfo', {}, [
    element('ds:CanonicalizationMethod', { Algorithm: hole('canonicalization') }),
    element('ds:SignatureMethod', { Algorithm: hole('signatureMethod') }),
    element('ds:Reference', { Id: hole('referenceId'), URI: '' }, [
      element('ds:Transforms', {}, [
        element('ds:Transform', { Algorithm: hole('documentTransform') }, [
          element(
            'dsig-filter2:XPath',
            { 'xmlns:dsig-filter2': FILTER2, Filter: hole('filter') },
            hole('filterXPath'),
          ),
        ]),
        element('ds:Transform', { Algorithm: hole('documentTransform') }),
      ]),
      element('ds:DigestMethod', { Algorithm: hole('documentDigestMethod') }),
      element('ds:DigestValue', {}, hole('documentDigest')),
    ]),
    element('ds:Reference', { Type: SIGNED_PROPERTIES_TYPE, URI: hole('propertiesUri') }, [
      element('ds:Transforms', {}, [element('ds:Transform', { Algorithm: hole('propertiesTransform') })]),
      element('ds:DigestMethod', { Algorithm: hole('propertiesDigestMethod') }),
      element('ds:DigestValue', {}, hole('propertiesDigest')),
    ]),
  ]),
  element('ds:SignatureValue', { Id: hole('valueId') }, hole('signatureValue')),
  element('ds:KeyInfo', {}, [
    element('ds:X509Data', {}, [
      element('ds:X509SubjectName', {}, hole('subjectName'), 'at most once'),
      element('ds:X509Certificate', {}, hole('certificate'), 'once or more'),
    ]),
  ]),
  element('ds:Object', {}, [
    element('xades:QualifyingProperties', { 'xmlns:xades': XADES, Target: hole('target') }, [
      element('xades:SignedProperties', { Id: hole('propertiesId') }, [
        element('xades:SignedSignatureProperties', {}, [
          element('xades:SigningTime', {}, hole('signingTime')),
          element('xades:SigningCertificateV2', {}, [
            element('xades:Cert', {}, [
              element('xades:CertDigest', {}, [
                element('ds:DigestMethod', { Algorithm: hole('certificateDigestMethod') }),
                element('ds:DigestValue', {}, hole('certificateDigest')),
              ]),
              element('xades:IssuerSerialV2', {}, hole('issuerSerial')),
            ]),
          ]),
        ]),
        element('xades:SignedDataObjectProperties', {}, [
          element('xades:DataObjectFormat', { ObjectReference: hole('objectReference') }, [
            element('xades:MimeType', {}, hole('mimeType')),
          ]),
        ]),
      ]),
    ]),
  ]),
])

/** Format 5.4: one real list, signed 2026-09-14. Read, never written. */
const PROFILE_A = element('Signature', { xmlns: DS, Id: hole('signatureId') }, [
  element('SignedInfo', {}, [
    element('CanonicalizationMethod', { Algorithm: hole('canonicalization') }),
    element('SignatureMethod', { Algorithm: hole('signatureMethod') }),
    element('Reference', { URI: '' }, [
      element('Transforms', {}, [
        element('Transform', { Algorithm: hole('documentTransform') }),
        element('Transform', { Algorithm: hole('documentTransform') }),
      ]),
      element('DigestMethod', { Algorithm: hole('documentDigestMethod') }),
      element('DigestValue', {}, hole('documentDigest')),
    ]),
    element('Reference', { URI: hole('propertiesUri'), Type: SIGNED_PROPERTIES_TYPE }, [
      element('Transforms', {}, [element('Transform', { Algorithm: hole('propertiesTransform') })]),
      element('DigestMethod', { Algorithm: hole('propertiesDigestMethod') }),
      element('DigestValue', {}, hole('propertiesDigest')),
    ]),
  ]),
  element('SignatureValue', {}, hole('signatureValue')),
  element('KeyInfo', {}, [
    element('X509Data', {}, [element('X509Certificate', {}, hole('certificate'), 'once or more')]),
  ]),
  element('Object', {}, [
    element('xades:QualifyingProperties', { Target: hole('target'), 'xmlns:xades': XADES }, [
      element('xades:SignedProperties', { Id: hole('propertiesId') }, [
        element('xades:SignedSignatureProperties', {}, [
          element('xades:SigningTime', {}, hole('signingTime')),
          element('xades:SigningCertificate', {}, [
            element('xades:Cert', {}, [
              element('xades:CertDigest', {}, [
                element('DigestMethod', { Algorithm: hole('certificateDigestMethod') }),
                element('DigestValue', {}, hole('certificateDigest')),
              ]),
              element('xades:IssuerSerial', {}, [
                element('X509IssuerName', {}, hole('issuerName')),
                element('X509SerialNumber', {}, hole('issuerSerialNumber')),
              ]),
            ]),
          ]),
        ]),
        element('xades:SignedDataObjectProperties', {}, [
          element('xades:CommitmentTypeIndication', {}, [
            element('xades:CommitmentTypeId', {}, [element('xades:Identifier', {}, hole('commitment'))]),
            element('xades:AllSignedDataObjects'),
          ]),
        ]),
      ]),
    ]),
  ]),
])

export const SIGNATURE_PATTERNS: Readonly<Record<SignatureProfile, Pattern>> = { A: PROFILE_A, B: PROFILE_B }
