import { X509Certificate } from 'node:crypto'
import type { Name } from '@peculiar/x509'
import { certifyCa, issuerUrls, whichCas, type Ca, type Which } from './trust-authority/ca.ts'
import {
  certificatePem,
  EKU,
  issueCertificate,
  reissueCertificate,
  type CertificateRequest,
  type KeyUsage,
} from './trust-authority/certificate.ts'
import type { Clock } from './trust-authority/clock.ts'
import { issueCrl } from './trust-authority/crl.ts'
import { generateKeys, importKeys, privateKeyPem, type KeyKind } from './trust-authority/keys.ts'
import { authorityNames, listSignerSubject, nameOf, type SubjectParts } from './trust-authority/names.ts'
import { readState, writeState, type AuthorityState } from './trust-authority/store.ts'

export type { Ca, Which } from './trust-authority/ca.ts'
export type { Clock } from './trust-authority/clock.ts'
export { systemClock } from './trust-authority/clock.ts'
export { certificatePem, crlPem, EKU, type KeyUsage } from './trust-authority/certificate.ts'
export { createApproverKey, type ApproverKey } from './trust-authority/approver-key.ts'
export { DEMO_MARKER, nameOf, type SubjectParts } from './trust-authority/names.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Real list signers live three years (domain 3.4); boxes of the demo less, so that renewal is lived and not only written. */
const LIST_SIGNER_DAYS = 3 * 365
const BOX_DAYS = 90
const CRL_DAYS = 2

export interface Issued {
  /** DER */
  readonly certificate: Uint8Array
  readonly pem: string
  /** PKCS#8, unencrypted */
  readonly privateKeyPem: string
}

/** What may be asked of any certificate, so that tests can have wrong ones. */
export interface IssueOptions {
  readonly issuer?: Which
  /** Default: an hour ago, so that a clock that runs late elsewhere takes a fresh certificate. */
  readonly notBefore?: Date
  readonly notAfter?: Date
  readonly key?: KeyKind
  /** An existing key (PKCS#8 PEM) to certify again, as a renewal does. */
  readonly privateKeyPem?: string
  readonly keyUsages?: readonly KeyUsage[]
  readonly extendedKeyUsages?: readonly string[]
}

export interface BoxOptions extends IssueOptions {
  /** CN of the certificate and its first DNS name: the `db` host. */
  readonly host: string
  /** Further DNS names, such as the `vi` host. */
  readonly alsoHosts?: readonly string[]
  readonly organization?: string
  readonly ou?: string
  readonly state?: string
  /** Which sides of TLS it may act on; default both, as real SSL_SERV certificates do. */
  readonly usage?: 'client' | 'server' | 'both'
}

export interface TrustAuthority {
  readonly demo: boolean
  /** DER */
  readonly root: Uint8Array
  readonly rootPem: string
  /** `lists` issued the signer of lists, `servers` the DRIMboxes. */
  readonly issuers: { readonly lists: Ca; readonly servers: Ca }
  /** The signer of lists as laid out in domain 3.4: RSA-2048, critical key usage, EKU emailProtection alone. */
  issueListSigner(options?: IssueOptions & Partial<SubjectParts>): Promise<Issued>
  /** The certificate of a DRIMbox, like IGC-Santé's SERV: CN = host, SAN, EKU for both sides of TLS. EC by default. */
  issueBoxCertificate(options: BoxOptions): Promise<Issued>
  /** Any certificate: for what tests need and the two above would not make. */
  issue(subject: Name, options: IssueOptions & Pick<CertificateRequest, 'hosts' | 'ca'>): Promise<Issued>
  /** The same name, key and extensions for as long again, from an hour ago; gives the DER. */
  renew(certificate: Uint8Array): Promise<Uint8Array>
  /** Puts the certificate on its issuer's CRLs from now on. Throws if no CA of this authority issued it. */
  revoke(certificate: Uint8Array, at?: Date): void
  /** A fresh CRL (DER). Default: valid for two days from the clock's now. */
  crl(which: Which, options?: { thisUpdate?: Date; nextUpdate?: Date }): Promise<Uint8Array>
  /** Certificates, keys (0600), revocations. Each file is written aside and renamed. */
  save(directory: string): Promise<void>
}

export interface AuthorityOptions {
  readonly clock: Clock
  /** Marks every name as a demonstration; mode real refuses what carries the mark (decisions 66). */
  readonly demo: boolean
  /** Ends the names of the authorities, where several stand side by side. */
  readonly label?: string
  /** `http://host:port` of the authority server: goes into the CRL and issuer URLs of certificates. */
  readonly urlBase?: string
  /** Of the CAs. Default: RSA for a demo, as IGC-Santé; EC for tests, where many authorities are made. */
  readonly key?: KeyKind
}

/** Makes a root and its two issuing CAs. Nothing is written until `save`. */
export async function createAuthority(options: AuthorityOptions): Promise<TrustAuthority> {
  const { clock, demo, urlBase } = options
  const kind = options.key ?? (demo ? 'rsa-2048' : 'ec-p256')
  const names = authorityNames(demo, options.label ?? '')
  const years = (count: number) => new Date(clock().getTime() + count * 365 * DAY_MS)
  const [root, lists, servers] = await Promise.all([
    generateKeys(kind),
    generateKeys(kind),
    generateKeys(kind),
  ])
  const rootName = nameOf(names.root)
  // Five years back: tests verify lists that were signed in the past.
  const common = {
    issuer: { name: rootName, keys: root },
    notBefore: years(-5),
    ...(urlBase === undefined ? {} : { urlBase }),
  }
  const issuing = (which: 'lists' | 'servers', keys: typeof root) =>
    certifyCa({ ...common, which, name: nameOf(names[which]), keys, notAfter: years(19) })
  const cas = {
    root: await certifyCa({ ...common, which: 'root', name: rootName, keys: root, notAfter: years(20) }),
    lists: await issuing('lists', lists),
    servers: await issuing('servers', servers),
  }
  return authorityOver({ demo, urlBase, cas, revoked: { root: [], lists: [], servers: [] } }, clock)
}

/** Opens what `save` wrote. Throws with the name of the file that is missing or unreadable. */
export async function loadAuthority(directory: string, clock: Clock): Promise<TrustAuthority> {
  return authorityOver(await readState(directory), clock)
}

function authorityOver(state: AuthorityState, clock: Clock): TrustAuthority {
  const { demo, cas, urlBase } = state

  async function issue(
    subject: Name,
    options: IssueOptions & Pick<CertificateRequest, 'hosts' | 'ca'>,
  ): Promise<Issued> {
    const now = clock().getTime()
    const which = options.issuer ?? 'servers'
    const keys =
      options.privateKeyPem === undefined
        ? await generateKeys(options.key ?? 'ec-p256')
        : await importKeys(options.privateKeyPem)
    const certificate = await issueCertificate({
      subject,
      keys,
      issuer: cas[which],
      notBefore: options.notBefore ?? new Date(now - HOUR_MS),
      notAfter: options.notAfter ?? new Date(now + BOX_DAYS * DAY_MS),
      keyUsages: options.keyUsages ?? ['digitalSignature'],
      ...(options.extendedKeyUsages === undefined ? {} : { extendedKeyUsages: options.extendedKeyUsages }),
      ...(options.hosts === undefined ? {} : { hosts: options.hosts }),
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      ...(urlBase === undefined ? {} : { urls: issuerUrls(urlBase, which) }),
    })
    return {
      certificate,
      pem: certificatePem(certificate),
      privateKeyPem: await privateKeyPem(keys.privateKey),
    }
  }

  function issuerOf(certificate: Uint8Array): Which {
    const parsed = new X509Certificate(certificate)
    const issuer = whichCas.find((which) =>
      parsed.verify(new X509Certificate(cas[which].certificate).publicKey),
    )
    if (issuer === undefined) throw new Error('this authority did not issue that certificate')
    return issuer
  }

  return {
    demo,
    root: cas.root.certificate,
    rootPem: cas.root.pem,
    issuers: { lists: cas.lists, servers: cas.servers },
    issue,

    issueListSigner(options = {}) {
      const { country, state, organization, organizationalUnit, commonName, ...rest } = options
      const given = { country, state, organization, organizationalUnit, commonName }
      return issue(nameOf({ ...listSignerSubject(demo), ...withoutUndefined(given) }), {
        issuer: 'lists',
        key: 'rsa-2048',
        notAfter: new Date(clock().getTime() + LIST_SIGNER_DAYS * DAY_MS),
        keyUsages: ['digitalSignature', 'nonRepudiation'],
        extendedKeyUsages: [EKU.emailProtection],
        ...rest,
      })
    },

    issueBoxCertificate({ host, alsoHosts, organization, ou, state, usage = 'both', ...rest }) {
      const subject = nameOf({
        state: state ?? 'Paris (75)',
        organization: organization ?? 'CABINET DE RADIOLOGIE DE L’ÉTOILE',
        organizationalUnit: ou ?? '300000001800001',
        commonName: host,
      })
      const usages = {
        client: [EKU.clientAuth],
        server: [EKU.serverAuth],
        both: [EKU.serverAuth, EKU.clientAuth],
      }
      return issue(subject, {
        keyUsages: ['digitalSignature', 'keyEncipherment'],
        extendedKeyUsages: usages[usage],
        hosts: [host, ...(alsoHosts ?? [])],
        ...rest,
      })
    },

    async renew(certificate) {
      const { validFrom, validTo } = new X509Certificate(certificate)
      const notBefore = new Date(clock().getTime() - HOUR_MS)
      const lifeMs = Date.parse(validTo) - Date.parse(validFrom)
      return reissueCertificate(new Uint8Array(certificate), {
        issuer: cas[issuerOf(certificate)],
        notBefore,
        notAfter: new Date(notBefore.getTime() + lifeMs),
      })
    },

    revoke(certificate, at = clock()) {
      const serialNumber = new X509Certificate(certificate).serialNumber.toLowerCase()
      state.revoked[issuerOf(certificate)].push({ serialNumber, revokedAt: at })
    },

    async crl(which, { thisUpdate = clock(), nextUpdate } = {}) {
      return issueCrl({
        issuer: cas[which],
        thisUpdate,
        nextUpdate: nextUpdate ?? new Date(thisUpdate.getTime() + CRL_DAYS * DAY_MS),
        revoked: state.revoked[which],
      })
    },

    save: (directory) => writeState(directory, state),
  }
}

function withoutUndefined<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}
