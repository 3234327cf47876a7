import { AdmissionError } from '@trust-space/whitelist'
import type { Admission } from './admission.ts'
import type { Alarms } from './alarms.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Material } from './material.ts'
import type { Poller } from './poller.ts'
import type { Quarantine } from './quarantine.ts'
import type { RevocationLists } from './revocation-lists.ts'
import type { TrustedList } from './trusted-list.ts'

const DAY_MS = 86_400_000
// Renewal at the authority is a matter of days; a month is time to notice.
const OWN_CERTIFICATE_WARN_MS = 30 * DAY_MS

interface Deps {
  readonly config: Config
  readonly material: Material
  readonly list: TrustedList
  readonly poller: Poller
  readonly revocation: RevocationLists
  readonly admission: Admission
  readonly quarantine: Quarantine
  readonly alarms: Alarms
  readonly tlsFaults: () => number
  readonly clock: Clock
}

export type Health = Awaited<ReturnType<ReturnType<typeof healthReport>['report']>>

/** How this box is. No key, no mailbox, no address of a caller; times in RFC 3339 UTC, ages in seconds. */
export function healthReport(deps: Deps) {
  const { config, material, list, poller, revocation, admission, alarms, clock } = deps

  /** Would a peer accept us? Judged by our own list. */
  function self(): string {
    try {
      admission.admitServer(material.own, config.host)
      return 'listed'
    } catch (error) {
      if (error instanceof AdmissionError) return error.code
      throw error
    }
  }

  /** Raises and ends the alarms that come from time passing. To be called now and then, and after each event. */
  function review(): void {
    const now = clock()
    const standing = list.standing(now)
    const has = (...reasons: string[]): boolean => standing.reasons.some((reason) => reasons.includes(reason))
    const closes = standing.closesAt?.toISOString() ?? ''
    alarms.set('no-list', 'critical', has('no-list') ? 'no verified list: nobody is admitted' : undefined)
    const late = standing.reasons.join(', ')
    const isClosed = has('poll-too-late', 'signing-too-late', 'no-entries', 'distrusted')
    alarms.set('list-closed', 'critical', isClosed ? `nobody is admitted: ${late}` : undefined)
    alarms.set(
      'list-stale',
      'warning',
      has('poll-late', 'signing-late') ? `${late}; closes ${closes}` : undefined,
    )
    alarms.set(
      'clock-behind',
      'warning',
      has('clock-behind') ? 'the clock of this machine is behind the last verified poll' : undefined,
    )
    revocation.review(now)
    const leftMs = material.ownNotAfter.getTime() - now.getTime()
    const standingOfOurs = self()
    const isExpiring = leftMs < OWN_CERTIFICATE_WARN_MS
    const ends = `our certificate ends ${material.ownNotAfter.toISOString()}`
    const complaint =
      standingOfOurs === 'listed'
        ? isExpiring
          ? ends
          : undefined
        : `our own certificate would be refused: ${standingOfOurs}`
    // While the list is closed this says nothing of us.
    alarms.set('own-certificate', 'warning', standingOfOurs === 'list-closed' ? undefined : complaint)
  }

  return {
    review,

    async report() {
      review()
      const now = clock()
      const standing = list.standing(now)
      const held = list.inForce()?.list
      const memory = list.memory()
      const standingAlarms = alarms.standing()
      const isWarned = standing.state === 'warned' || standingAlarms.length > 0
      return {
        name: config.name,
        number: config.number,
        host: config.host,
        roles: config.roles,
        at: now.toISOString(),
        // Without an entry in a list that counts, a box is of no use to anybody: never healthy.
        status:
          standing.state === 'closed'
            ? ('closed' as const)
            : isWarned
              ? ('warning' as const)
              : ('healthy' as const),
        reasons: standing.reasons,
        self: self(),
        list:
          held === undefined || memory === undefined
            ? null
            : {
                entries: held.entries.length,
                sequence: memory.sequence ?? null,
                sequenceIs: 'informative: from the header x-whitelist-sequence, signed by nobody',
                signedAt: held.signedAt,
                signedAgeSeconds: ageSeconds(now, new Date(held.signedAt)),
                verifiedAt: memory.verifiedAt,
                verifiedAgeSeconds: ageSeconds(now, new Date(memory.verifiedAt)),
                closesAt: standing.closesAt?.toISOString() ?? null,
                digest: held.digest,
                fileSha256: memory.fileSha256,
                profile: held.profile,
                signer: {
                  dn: held.signer.dn,
                  fingerprint: held.signer.fingerprint,
                  notAfter: held.signer.notAfter,
                },
                warnings: held.warnings.map(({ code }) => code),
              },
        polls: {
          periodSeconds: config.pollMs / 1_000,
          nextAt: poller.nextAt()?.toISOString() ?? null,
          last: poller.records().map(({ at, outcome, code, durationMs }) => ({
            at: at.toISOString(),
            outcome,
            code: code ?? null,
            durationMs,
          })),
        },
        revocationLists: revocation
          .standings()
          .map(({ url, issuer, thisUpdate, nextUpdate, fetchedAt, fault }) => ({
            url,
            issuer: issuer ?? null,
            thisUpdate: thisUpdate?.toISOString() ?? null,
            nextUpdate: nextUpdate?.toISOString() ?? null,
            ageSeconds: thisUpdate === undefined ? null : ageSeconds(now, thisUpdate),
            fetchedAt: fetchedAt?.toISOString() ?? null,
            fault: fault ?? null,
          })),
        alarms: standingAlarms.map(({ since, ...alarm }) => ({ ...alarm, since: since.toISOString() })),
        pastAlarms: alarms.past().map(({ since, until, ...alarm }) => ({
          ...alarm,
          since: since.toISOString(),
          until: until.toISOString(),
        })),
        admission: {
          admitted: admission.counts.admitted,
          refused: Object.fromEntries(admission.counts.refused),
          tlsFailed: deps.tlsFaults(),
        },
        certificate: { notAfter: material.ownNotAfter.toISOString() },
        quarantined: await deps.quarantine.count(),
      }
    },
  }
}
export type HealthReport = ReturnType<typeof healthReport>

function ageSeconds(now: Date, then: Date): number {
  return Math.floor((now.getTime() - then.getTime()) / 1_000)
}
