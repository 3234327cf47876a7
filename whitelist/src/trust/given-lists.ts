import { DerError } from '../format/der.ts'
import {
  distinguishedNameFromDer,
  DistinguishedNameError,
  formatDistinguishedName,
} from '../format/distinguished-name.ts'
import { sameBytes, type Certificate } from './certificate.ts'
import { derValuesOf } from './pem.ts'
import { readRevocationList, type RevocationList } from './revocation-list.ts'

/** One revocation list as it was given; `fault` says why it can prove nothing. */
export interface RevocationListState {
  /** RFC 4514; '' where unreadable. */
  readonly issuer: string
  /** RFC 3339 UTC; '' where unreadable. */
  readonly thisUpdate: string
  readonly nextUpdate: string
  readonly fault: 'unreadable' | 'forged' | 'issuer-not-pinned' | undefined
  readonly detail: string
}

export interface GivenList {
  readonly state: RevocationListState
  /** Undefined where unreadable. */
  readonly list: RevocationList | undefined
  /** Pinned authority whose key signed it; undefined where there is none. */
  readonly signer: Certificate | undefined
}

/** Reads revocation lists, PEM or DER, and finds which pinned authority signed each. Never throws for what is in them. */
export function openRevocationLists(
  files: readonly Uint8Array[],
  authorities: readonly Certificate[],
): readonly GivenList[] {
  return files.flatMap((file) => {
    const ders = derValuesOf(file, 'X509 CRL')
    if (ders.length === 0) return [unreadable('neither PEM nor DER')]
    return ders.map((der) => openRevocationList(der, authorities))
  })
}

function openRevocationList(der: Uint8Array, authorities: readonly Certificate[]): GivenList {
  try {
    const list = readRevocationList(der)
    const namesakes = authorities.filter(({ fields }) => sameBytes(fields.subjectDer, list.issuerDer))
    const signer = namesakes.find(
      (authority) => authority.keyUsages.has('cRLSign') && list.isSignedBy(authority.publicKey),
    )
    const fault = signer ? undefined : namesakes.length > 0 ? 'forged' : 'issuer-not-pinned'
    const state = {
      issuer: formatDistinguishedName(distinguishedNameFromDer(list.issuerDer)),
      thisUpdate: rfc3339(list.thisUpdate),
      nextUpdate: rfc3339(list.nextUpdate),
      fault,
      detail: DETAIL[fault ?? 'none'],
    } as const
    return { state, list, signer }
  } catch (error) {
    if (error instanceof DerError || error instanceof DistinguishedNameError) return unreadable(error.message)
    throw error
  }
}

const DETAIL = {
  none: '',
  forged: 'the authority it names did not sign it',
  'issuer-not-pinned': 'no pinned authority bears the name of its issuer',
} as const

function unreadable(detail: string): GivenList {
  const state = { issuer: '', thisUpdate: '', nextUpdate: '', fault: 'unreadable', detail } as const
  return { state, list: undefined, signer: undefined }
}

/** RFC 3339 UTC in whole seconds, as certificates and revocation lists know them. */
export function rfc3339(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z')
}
