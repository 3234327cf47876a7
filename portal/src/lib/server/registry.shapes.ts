import type { TrustSpaceApi, WhitelistApi } from '@trust-space/registry-api/app-type'
import type { hc, InferResponseType } from 'hono/client'
import { CallFailure } from './readings.ts'
import type {
  AuthorityCertificate,
  EntriesPage,
  Entry,
  Page,
  Publication,
  Status,
  TrustAnchors,
} from './registry.types.ts'
import { count, instant, list, object, optional, sha256, text } from './shapes.ts'

// Field names are held to the registry's own types: a renamed one no longer compiles.
type TrustSpace = ReturnType<typeof hc<TrustSpaceApi>>['v1']
type Whitelist = ReturnType<typeof hc<WhitelistApi>>['v1']
type StatusAnswer = InferResponseType<TrustSpace['status']['$get'], 200>
type CurrentAnswer = NonNullable<StatusAnswer['current']>
type AnchorsAnswer = InferResponseType<TrustSpace['trust-anchors']['$get'], 200>
type HistoryAnswer = InferResponseType<Whitelist['whitelists']['$get'], 200>
type EntriesAnswer = InferResponseType<Whitelist['whitelist']['entries']['$get'], 200>

/** `GET /v1/status` as pages know it; throws `unreadable` where the answer is something else. */
export function statusFrom(json: unknown): Status {
  const status = object<StatusAnswer>(json, 'status')
  return {
    trustSpace: text(status.trustSpace, 'trustSpace'),
    space: oneOf(status.space, 'space', ['TEST', 'PRODUCTION']),
    mode: oneOf(status.mode, 'mode', ['demo', 'real']),
    publicationPeriodHours: count(status.publicationPeriodHours, 'publicationPeriodHours'),
    current: optional(status.current, 'current', (value, path) => {
      const current = object<CurrentAnswer>(value, path)
      return {
        ...listFrom(current, path),
        operatorCount: count(current.operatorCount, `${path}.operatorCount`),
      }
    }),
  }
}

/** `GET /v1/whitelists`. */
export function publicationsFrom(json: unknown): Page<Publication> {
  const page = object<HistoryAnswer>(json, 'whitelists')
  return { items: list(page.items, 'items', publicationFrom), next: optional(page.next, 'next', text) }
}

function publicationFrom(json: unknown, path: string): Publication {
  const publication = object<HistoryAnswer['items'][number]>(json, path)
  const changes = object<HistoryAnswer['items'][number]['changes']>(publication.changes, `${path}.changes`)
  return {
    ...listFrom(publication, path),
    changes: {
      added: count(changes.added, `${path}.changes.added`),
      removed: count(changes.removed, `${path}.changes.removed`),
      changed: count(changes.changed, `${path}.changes.changed`),
    },
  }
}

function listFrom(
  fields: { readonly [Name in keyof CurrentAnswer & keyof HistoryAnswer['items'][number]]?: unknown },
  path: string,
) {
  return {
    sequence: count(fields.sequence, `${path}.sequence`),
    signedAt: instant(fields.signedAt, `${path}.signedAt`),
    entryCount: count(fields.entryCount, `${path}.entryCount`),
    bytes: count(fields.bytes, `${path}.bytes`),
    digest: sha256(fields.digest, `${path}.digest`),
    fileSha256: sha256(fields.fileSha256, `${path}.fileSha256`),
  }
}

/** `GET /v1/whitelist/entries`. Fields that the public must not see are not even read. */
export function entriesFrom(json: unknown): EntriesPage {
  const page = object<EntriesAnswer>(json, 'entries')
  return {
    items: list(page.items, 'items', entryFrom),
    next: optional(page.next, 'next', text),
    total: count(page.total, 'total'),
    sequence: optional(page.sequence, 'sequence', count),
    operators: list(page.operators, 'operators', (value, path) => {
      const operator = object<EntriesAnswer['operators'][number]>(value, path)
      return { name: text(operator.name, `${path}.name`), count: count(operator.count, `${path}.count`) }
    }),
  }
}

function entryFrom(json: unknown, path: string): Entry {
  const entry = object<EntriesAnswer['items'][number]>(json, path)
  return {
    number: count(entry.number, `${path}.number`),
    wadoHost: text(entry.wadoHost, `${path}.wadoHost`),
    viewerHost: text(entry.viewerHost, `${path}.viewerHost`),
    operator: text(entry.operator, `${path}.operator`),
    addedAt: text(entry.addedAt, `${path}.addedAt`),
  }
}

/** `GET /v1/trust-anchors`. */
export function trustAnchorsFrom(json: unknown): TrustAnchors {
  const answer = object<AnchorsAnswer>(json, 'trustAnchors')
  const signer = object<AnchorsAnswer['signer']>(answer.signer, 'signer')
  return {
    signer: {
      commonName: text(signer.commonName, 'signer.commonName'),
      organizationalUnit: text(signer.organizationalUnit, 'signer.organizationalUnit'),
      fingerprint: optional(signer.fingerprint, 'signer.fingerprint', sha256),
      notAfter: optional(signer.notAfter, 'signer.notAfter', instant),
    },
    anchors: list(answer.anchors, 'anchors', certificateFrom),
    intermediates: list(answer.intermediates, 'intermediates', certificateFrom),
  }
}

function certificateFrom(json: unknown, path: string): AuthorityCertificate {
  const certificate = object<AnchorsAnswer['anchors'][number]>(json, path)
  return {
    subject: text(certificate.subject, `${path}.subject`),
    fingerprint: sha256(certificate.fingerprint, `${path}.fingerprint`),
    notAfter: instant(certificate.notAfter, `${path}.notAfter`),
    pem: pemOf(certificate.pem, `${path}.pem`),
  }
}

// The portal hands this text on as a file of its own: nothing but one certificate may stand in it.
const PEM = /^-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----\s*$/

function pemOf(value: unknown, path: string): string {
  const pem = text(value, path)
  if (!PEM.test(pem)) throw new CallFailure('unreadable', `${path} is not a certificate in PEM`)
  return pem
}

function oneOf<const T extends string>(value: unknown, path: string, known: readonly T[]): T {
  const found = known.find((candidate) => candidate === value)
  if (found === undefined) throw new CallFailure('unreadable', `${path} is none of ${known.join(', ')}`)
  return found
}
