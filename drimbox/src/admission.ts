import {
  AdmissionError,
  type AdmissionCode,
  type Entry,
  peerAdmission,
  type Trust,
} from '@trust-space/whitelist'
import type { Clock } from './clock.ts'
import { CRL_GRACE_MS } from './revocation-lists.ts'
import type { TrustedList } from './trusted-list.ts'

interface Deps {
  readonly list: TrustedList
  readonly trust: () => Trust
  readonly clientUsages: readonly string[] | undefined
  readonly clock: Clock
}

export type Admission = ReturnType<typeof admission>

/** Asks the list and the revocation lists in force, at this moment; nothing is remembered of an earlier answer. */
export function admission({ list, trust, clientUsages, clock }: Deps) {
  const counts = { admitted: 0, refused: new Map<AdmissionCode, number>() }

  function check(certificate: Buffer | undefined, usage: 'client' | 'server', expectedHost?: string): Entry {
    const now = clock()
    const standing = list.standing(now)
    const isClosed = standing.state === 'closed'
    // Order of the codes: who shows nothing is told so first.
    if (isClosed && certificate !== undefined)
      throw new AdmissionError('list-closed', standing.reasons.join(', '))
    // What the peer sends along with its certificate is not passed on: every issuing authority is pinned here.
    const { entry } = peerAdmission(list.inForce()?.index, certificate && { certificate }, {
      trust: trust(),
      at: now,
      usage,
      crlGraceMs: CRL_GRACE_MS,
      ...(expectedHost === undefined ? {} : { expectedHost }),
      ...(usage === 'client' && clientUsages !== undefined ? { extendedKeyUsages: clientUsages } : {}),
    })
    return entry
  }

  return {
    counts,
    /** May this caller be served? Counts the answer. Throws AdmissionError. */
    admitCaller(certificate: Buffer | undefined): Entry {
      try {
        const entry = check(certificate, 'client')
        counts.admitted += 1
        return entry
      } catch (error) {
        if (error instanceof AdmissionError)
          counts.refused.set(error.code, (counts.refused.get(error.code) ?? 0) + 1)
        throw error
      }
    },
    /** Is that a DRIMbox at all, by a list that still counts? To be asked before a name is dialled. Throws AdmissionError. */
    assertMayCall(host: string): void {
      const { state, reasons } = list.standing(clock())
      if (state === 'closed') throw new AdmissionError('list-closed', reasons.join(', '))
      if (list.inForce()?.index.entriesByHost.has(host) === true) return
      throw new AdmissionError('not-listed', `${host} is not on the list`)
    },
    /** Is this the DRIMbox that was dialled? Throws AdmissionError. */
    admitServer: (certificate: Buffer | undefined, host: string): Entry => check(certificate, 'server', host),
  }
}
