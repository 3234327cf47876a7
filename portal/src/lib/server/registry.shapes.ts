import { count, instant, list, object, optional, sha256, text } from './shapes.ts'
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

/** Decisions 52: the demo and the product sign each day unless the registry says otherwise. */
const USUAL_PERIOD_HOURS = 24

/** `GET /v1/status` as pages know it; throws `unreadable` where the answer is something else. */
export function statusFrom(json: unknown): Status {
  const status = object(json, 'status')
  return {
    trustSpace: text(status['trustSpace'], 'trustSpace'),
    space: oneOf(status['space'], 'space', ['TEST', 'PRODUCTION']),
    mode: oneOf(status['mode'], 'mode', ['demo', 'real']),
    publicationPeriodHours:
      optional(status['publicationPeriodHours'], 'publicationPeriodHours', count) ?? USUAL_PERIOD_HOURS,
    current: optional(status['current'], 'current', publicationFrom),
  }
}

/** An item of `GET /v1/whitelists`. */
export function publicationFrom(json: unknown, path: string): Publication {
  const publication = object(json, path)
  return {
    sequence: count(publication['sequence'], `${path}.sequence`),
    signedAt: instant(publication['signedAt'], `${path}.signedAt`),
    verifiedAt: optional(publication['verifiedAt'], `${path}.verifiedAt`, instant),
    entryCount: count(publication['entryCount'], `${path}.entryCount`),
    bytes: count(publication['bytes'], `${path}.bytes`),
    digest: sha256(publication['digest'], `${path}.digest`),
    fileSha256: sha256(publication['fileSha256'], `${path}.fileSha256`),
    changes: optional(publication['changes'], `${path}.changes`, (value, at) => {
      const changes = object(value, at)
      return {
        added: count(changes['added'], `${at}.added`),
        removed: count(changes['removed'], `${at}.removed`),
        changed: count(changes['changed'], `${at}.changed`),
      }
    }),
  }
}

/** `GET /v1/whitelists`. */
export function publicationsFrom(json: unknown): Page<Publication> {
  const page = object(json, 'whitelists')
  return {
    items: list(page['items'], 'items', publicationFrom),
    next: optional(page['next'], 'next', cursor),
  }
}

/** `GET /v1/whitelist/entries`. Fields that the public must not see are not even read. */
export function entriesFrom(json: unknown): EntriesPage {
  const page = object(json, 'entries')
  return {
    items: list(page['items'], 'items', entryFrom),
    next: optional(page['next'], 'next', cursor),
    total: count(page['total'], 'total'),
    operators:
      optional(page['operators'], 'operators', (value, path) =>
        list(value, path, (item, at) => {
          const operator = object(item, at)
          return {
            name: text(operator['name'], `${at}.name`),
            count: count(operator['count'], `${at}.count`),
          }
        }),
      ) ?? [],
  }
}

function entryFrom(json: unknown, path: string): Entry {
  const entry = object(json, path)
  return {
    number: count(entry['number'], `${path}.number`),
    wadoHost: text(entry['wadoHost'], `${path}.wadoHost`),
    viewerHost: text(entry['viewerHost'], `${path}.viewerHost`),
    operator: text(entry['operator'], `${path}.operator`),
    addedAt: text(entry['addedAt'], `${path}.addedAt`),
  }
}

/** `GET /v1/trust-anchors`. */
export function trustAnchorsFrom(json: unknown): TrustAnchors {
  const answer = object(json, 'trustAnchors')
  const signer = object(answer['signer'], 'signer')
  return {
    signer: {
      commonName: text(signer['commonName'], 'signer.commonName'),
      organizationalUnit: optional(signer['organizationalUnit'], 'signer.organizationalUnit', text),
      fingerprint: optional(signer['fingerprint'], 'signer.fingerprint', sha256),
      notAfter: optional(signer['notAfter'], 'signer.notAfter', instant),
    },
    anchors: list(answer['anchors'], 'anchors', certificateFrom),
    intermediates: list(answer['intermediates'], 'intermediates', certificateFrom),
  }
}

function certificateFrom(json: unknown, path: string): AuthorityCertificate {
  const certificate = object(json, path)
  return {
    name: text(certificate['name'], `${path}.name`),
    fingerprint: sha256(certificate['fingerprint'], `${path}.fingerprint`),
    notAfter: optional(certificate['notAfter'], `${path}.notAfter`, instant),
    pem: pemOf(certificate['pem'], `${path}.pem`),
  }
}

function cursor(value: unknown, path: string): string {
  return typeof value === 'number' ? String(count(value, path)) : text(value, path)
}

// The portal hands this text on as a file of its own: nothing but certificates may stand in it.
const PEM = /^(-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----\s*)+$/

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
