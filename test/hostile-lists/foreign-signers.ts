import 'reflect-metadata'
import { Name, X509Certificate } from '@peculiar/x509'
import { EKU, nameOf, type Issued, type TrustAuthority } from '../../demo/trust-authority.ts'
import { certificatePem, issueCertificate } from '../../demo/trust-authority/certificate.ts'
import { importKeys } from '../../demo/trust-authority/keys.ts'
import { listSignerSubject } from '../../demo/trust-authority/names.ts'

import { reissued, unknownCritical } from './crafted.ts'

const LIST_SIGNER = listSignerSubject(false)
const DAY_MS = 86_400_000
const utf8 = (type: string, utf8String: string) => ({ [type]: [{ utf8String }] })

/** Everybody but the signer of lists who holds, or would like to hold, a certificate. */
export async function foreignSigners(authority: TrustAuthority, now: Date) {
  const days = (count: number) => new Date(now.getTime() + count * DAY_MS)
  const validity = { notBefore: days(-100), notAfter: days(100) }
  // One key for all of them: making keys is what takes time, and whose name it stands under is what matters.
  const { privateKeyPem } = await authority.issueListSigner()
  const named = (change: NonNullable<Parameters<TrustAuthority['issueListSigner']>[0]>) =>
    authority.issueListSigner({
      ...validity,
      ...(change.key === undefined ? { privateKeyPem } : {}),
      ...change,
    })
  const issue = (name: Name, usages: readonly string[] = [EKU.emailProtection]) =>
    authority.issue(name, {
      ...validity,
      issuer: 'lists',
      privateKeyPem,
      keyUsages: ['digitalSignature', 'nonRepudiation'],
      extendedKeyUsages: usages,
    })

  const operator = await authority.issueBoxCertificate({
    ...validity,
    host: 'db1.test.mesimagesmedicales.fr',
    issuer: 'lists',
    privateKeyPem,
  })
  const ca = await authority.issue(nameOf(LIST_SIGNER), {
    ...validity,
    issuer: 'lists',
    key: 'rsa-2048',
    ca: {},
    keyUsages: ['digitalSignature', 'nonRepudiation', 'keyCertSign'],
    extendedKeyUsages: [EKU.emailProtection],
  })
  return {
    operator,
    ca,
    otherUnit: await named({ organizationalUnit: '318751275100099', organization: 'GIP - TEST7111' }),
    lookAlike: await named({ commonName: 'Liste Blanche DRIM\u2011M' }),
    longer: await named({ commonName: 'Liste Blanche DRIM-M de test' }),
    twoNames: await issue(
      new Name([
        { C: [{ printableString: 'FR' }] },
        utf8('CN', 'Attaquant'),
        utf8('OU', LIST_SIGNER.organizationalUnit),
        utf8('CN', LIST_SIGNER.commonName),
      ]),
    ),
    nested: await issue(
      new Name([
        { C: [{ printableString: 'FR' }] },
        utf8('O', `x,CN=${LIST_SIGNER.commonName},OU=${LIST_SIGNER.organizationalUnit}`),
        utf8('CN', 'Attaquant'),
      ]),
    ),
    tls: await named({
      extendedKeyUsages: [EKU.serverAuth, EKU.clientAuth],
      keyUsages: ['digitalSignature', 'keyEncipherment'],
    }),
    encryption: await named({ keyUsages: ['keyEncipherment'] }),
    anyUsage: await named({ extendedKeyUsages: [] }),
    notYet: await named({ notBefore: days(1), notAfter: days(100) }),
    expired: await named({ notBefore: days(-100), notAfter: days(-1) }),
    otherBranch: await named({ issuer: 'servers' }),
    selfSigned: await signedBy(undefined),
    byOperator: await signedBy(operator),
    bySubordinate: await signedBy(ca),
    altered: altered(await named({})),
    shortKey: await named({ key: 'rsa-1024' }),
    ellipticKey: await named({ key: 'ec-p256' }),
    weakHash: await reissued(await named({}), authority.issuers.lists, { hash: 'SHA-1' }),
    criticalExtension: await reissued(await named({}), authority.issuers.lists, {
      extension: unknownCritical,
    }),
  }

  /** A signer of the right name issued by who must not issue; by itself where nobody is given. */
  async function signedBy(issuer: Issued | undefined): Promise<Issued> {
    const draft = await named({})
    const keys = await importKeys(draft.privateKeyPem)
    const certificate = await issueCertificate({
      ...validity,
      subject: nameOf(LIST_SIGNER),
      keys,
      issuer:
        issuer === undefined
          ? { name: nameOf(LIST_SIGNER), keys }
          : {
              name: new X509Certificate(issuer.pem).subjectName,
              keys: await importKeys(issuer.privateKeyPem),
            },
      keyUsages: ['digitalSignature', 'nonRepudiation'],
      extendedKeyUsages: [EKU.emailProtection],
    })
    return { certificate, pem: certificatePem(certificate), privateKeyPem: draft.privateKeyPem }
  }
}

export type ForeignSigners = Awaited<ReturnType<typeof foreignSigners>>

/** One letter of the subject changed after issuing; name and usages that are checked stay as they were. */
function altered(issued: Issued): Issued {
  const bytes = Buffer.from(issued.certificate)
  bytes.write('AGENCY', bytes.indexOf('AGENCE'))
  return { ...issued, certificate: new Uint8Array(bytes), pem: certificatePem(bytes) }
}
