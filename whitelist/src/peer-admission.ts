import { AdmissionError, type AdmissionCode } from './errors.ts'
import {
  attributeOf,
  DistinguishedNameError,
  equalDistinguishedNames,
  parseDistinguishedName,
  type DistinguishedName,
} from './format/distinguished-name.ts'
import type { Entry, WhitelistContent } from './format/index.ts'
import { openCertificate, type Certificate } from './trust/certificate.ts'
import { rfc3339 } from './trust/given-lists.ts'
import type { Trust } from './trust/load-trust.ts'
import { pathOf } from './trust/path.ts'
import { revocationOf } from './trust/revocation.ts'

const EXTENDED_KEY_USAGE = { client: '1.3.6.1.5.5.7.3.2', server: '1.3.6.1.5.5.7.3.1' } as const

/** Entries by host name in lower case; two only in an overlap of certificates. */
export interface AdmissionIndex {
  readonly entriesByHost: ReadonlyMap<string, readonly Entry[]>
}

export interface Peer {
  /** DER, as the TLS stack gives it. */
  readonly certificate: Uint8Array
  /** What the peer sent along. It is not looked at: only pinned authorities can vouch for a peer. */
  readonly chain?: readonly Uint8Array[]
}

export interface AdmissionOptions {
  readonly trust: Trust
  readonly at: Date
  /** What the peer is in this connection. */
  readonly usage: 'client' | 'server'
  /** The host that was dialled: without it no server is admitted. */
  readonly expectedHost?: string
  /** How long past nextUpdate a revocation list still counts, in milliseconds. Default 0. */
  readonly crlGraceMs?: number
  /** OIDs of which the peer's certificate must bear one. Default: clientAuth or serverAuth, after `usage`. */
  readonly extendedKeyUsages?: readonly string[]
}

/**
 * May this certificate act as this DRIMbox, now, under this list? (Format 9, decisions 26 and 50.) Ask it for each
 * request, with the list and the revocation lists in force then; no list in force is `undefined`.
 *
 * Revocation lists of the issuer and of all authorities above it are required. Gives the entry the peer acts under.
 * Throws AdmissionError, the first of admissionCodes that applies.
 */
export function peerAdmission(
  list: WhitelistContent | AdmissionIndex | undefined,
  peer: Peer | undefined,
  options: AdmissionOptions,
): { entry: Entry } {
  const { trust, at, usage } = options
  const certificate = openPeer(peer)
  if (!list) return refuse('list-closed', 'no list is in force')

  const host = usage === 'server' ? options.expectedHost : attributeOf(certificate.subject, 'CN')
  const entries = admissionIndex(list).entriesByHost.get(host?.toLowerCase() ?? '') ?? []
  if (entries.length === 0) refuse('not-listed', `${host ?? 'a certificate without CN'} is not on the list`)
  const entry = entries.find(({ certificateDn }) => isNamed(certificate.subject, certificateDn))
  if (!entry) return refuse('dn-differs', `${certificate.subjectText} is not the name listed for ${host}`)

  const path = pathOf(certificate, trust, at)
  if (typeof path === 'string') return refuse('chain', path)
  const { notBefore, notAfter } = certificate.fields
  if (at < notBefore) refuse('not-yet-valid', `valid from ${rfc3339(notBefore)}`)
  if (at > notAfter) refuse('expired', `valid until ${rfc3339(notAfter)}`)

  const revocation = revocationOf(certificate, path, trust, { at, graceMs: options.crlGraceMs ?? 0 })
  if (revocation.state === 'revoked') refuse('revoked', revocation.detail)
  if (revocation.state !== 'good') refuse('revocation-unknown', revocation.detail)

  assertUsage(certificate, options.extendedKeyUsages ?? [EXTENDED_KEY_USAGE[usage]])
  return { entry }
}

const indexes = new WeakMap<WhitelistContent, AdmissionIndex>()

/** The index that peerAdmission looks into. Built once for each list, however often it is asked. */
export function admissionIndex(list: WhitelistContent | AdmissionIndex): AdmissionIndex {
  if ('entriesByHost' in list) return list
  const known = indexes.get(list)
  if (known) return known
  const entriesByHost = new Map<string, Entry[]>()
  for (const entry of list.entries) {
    const host = entry.wadoHost.toLowerCase()
    const sameHost = entriesByHost.get(host)
    if (sameHost) sameHost.push(entry)
    else entriesByHost.set(host, [entry])
  }
  const index = { entriesByHost }
  indexes.set(list, index)
  return index
}

function openPeer(peer: Peer | undefined): Certificate {
  if (!peer) return refuse('no-certificate', 'the peer presented no certificate')
  const certificate = openCertificate(peer.certificate)
  if (typeof certificate === 'string') return refuse('no-certificate', `it cannot be read: ${certificate}`)
  return certificate
}

function isNamed(subject: DistinguishedName, text: string): boolean {
  try {
    return equalDistinguishedNames(subject, parseDistinguishedName(text))
  } catch (error) {
    if (error instanceof DistinguishedNameError) return false
    throw error
  }
}

/** A certificate made for TLS in that role, and not that of an authority. */
function assertUsage(certificate: Certificate, extendedKeyUsages: readonly string[]): void {
  if (certificate.isAuthority) refuse('usage', 'the certificate is that of an authority')
  if (!certificate.keyUsages.has('digitalSignature')) refuse('usage', 'KeyUsage lacks digitalSignature')
  if (!certificate.extendedKeyUsages.some((oid) => extendedKeyUsages.includes(oid))) {
    refuse('usage', `ExtendedKeyUsage has none of ${extendedKeyUsages.join(', ')}`)
  }
}

function refuse(code: AdmissionCode, detail: string): never {
  throw new AdmissionError(code, detail)
}
