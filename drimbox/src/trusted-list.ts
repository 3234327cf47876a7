import {
  type AdmissionIndex,
  admissionIndex,
  type SignerIdentity,
  type Trust,
  VerificationError,
  verifyWhitelist,
  type VerifiedWhitelist,
} from '@trust-space/whitelist'
import { sha256Hex } from '@trust-space/whitelist/format'
import type { Alarms } from './alarms.ts'
import type { Clock } from './clock.ts'
import type { HeldRecord, ListStore } from './list-store.ts'
import type { Log } from './log.ts'
import type { Quarantine } from './quarantine.ts'
import { CRL_GRACE_MS } from './revocation-lists.ts'
import { listStanding, NO_LIST, type Standing } from './standing.rules.ts'

/** A list that did not change is verified again this often: time passes for its signer, too. */
const VERIFY_AGAIN_MS = 3_600_000
/** `verifiedAt` goes to disk this often: a restart may forget ten minutes of freshness, and errs to the strict side. */
const CONFIRM_ON_DISK_MS = 600_000

const ENDED_BY_A_GOOD_POLL = [
  'list-refused',
  'older-than-held',
  'same-time-other-bytes',
  'memory-damaged',
] as const

export interface OfferedList {
  readonly bytes: Buffer
  readonly etag: string | undefined
  readonly sequence: number | undefined
}

export type Offered =
  | { readonly outcome: 'new' | 'same' }
  | { readonly outcome: 'refused' | 'unverified'; readonly code: string; readonly detail: string }

export interface InForce {
  readonly list: VerifiedWhitelist
  readonly index: AdmissionIndex
}

interface Deps {
  readonly store: ListStore
  readonly quarantine: Quarantine
  readonly trust: () => Trust
  /** What is pinned, without revocation lists. */
  readonly pinned: () => Trust
  readonly signer: SignerIdentity
  readonly signedEveryMs: number
  readonly bytesMax: number
  readonly alarms: Alarms
  readonly clock: Clock
  readonly log: Log
  /** Called after another list came into force, or the one in force fell. */
  readonly onChange: () => void
}

export type TrustedList = ReturnType<typeof trustedList>

/**
 * What we trust: the newest list that was ever verified here. An older one never takes its place, nor another one of the
 * same signing time; whatever is refused leaves it in force until it is too old (standing.rules.ts).
 */
export function trustedList(deps: Deps) {
  const { store, trust, alarms, clock, log } = deps
  /** The floor: it outlives the bytes. */
  let memory: HeldRecord | undefined
  let bytes: Buffer | undefined
  let inForce: InForce | undefined
  let distrust: string | undefined
  let verifiedWith: { trust: Trust; at: Date } | undefined
  let storedAt: Date | undefined
  let turn: Promise<unknown> = Promise.resolve()

  /** One at a time: two answers must not be judged against the same floor. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = turn.then(act)
    turn = result.catch(() => undefined)
    return result
  }

  function options(against: Trust) {
    return {
      trust: against,
      signer: deps.signer,
      crlGraceMs: CRL_GRACE_MS,
      bytesMax: deps.bytesMax,
      ...(memory === undefined ? {} : { held: { signedAt: memory.signedAt, digest: memory.digest } }),
    }
  }

  async function verify(document: Buffer): Promise<VerifiedWhitelist> {
    const against = trust()
    const at = clock()
    const list = await verifyWhitelist(document, { ...options(against), at, revocation: 'require' })
    verifiedWith = { trust: against, at }
    return list
  }

  function putInForce(list: VerifiedWhitelist): void {
    inForce = { list, index: admissionIndex(list) }
    distrust = undefined
    alarms.clear('no-list', 'held-not-verified')
  }

  async function accept(list: VerifiedWhitelist, offered: OfferedList): Promise<'new' | 'same'> {
    const isNew = memory === undefined || list.signedAt !== memory.signedAt || inForce === undefined
    const now = clock()
    memory = {
      signedAt: list.signedAt,
      digest: list.digest,
      fileSha256: sha256Hex(offered.bytes),
      verifiedAt: now.toISOString(),
      ...(offered.etag === undefined ? {} : { etag: offered.etag }),
      ...(offered.sequence === undefined ? {} : { sequence: offered.sequence }),
    }
    const areOtherBytes = bytes?.equals(offered.bytes) !== true
    bytes = offered.bytes
    putInForce(list)
    alarms.clear(...ENDED_BY_A_GOOD_POLL)
    if (areOtherBytes) storedAt = undefined
    await keepOnDisk()
    if (isNew) {
      log({
        event: 'list-in-force',
        signedAt: list.signedAt,
        entries: list.entries.length,
        sequence: offered.sequence ?? null,
        digest: list.digest,
        warnings: [...new Set(list.warnings.map(({ code }) => code))],
      })
      deps.onChange()
    }
    return isNew ? 'new' : 'same'
  }

  /** A cut must not wait for a disk: the list is in force already, and writing is tried again at each poll. */
  async function keepOnDisk(): Promise<void> {
    if (memory === undefined || bytes === undefined) return
    const now = clock()
    if (storedAt !== undefined && now.getTime() - storedAt.getTime() < CONFIRM_ON_DISK_MS) return
    try {
      if (storedAt === undefined) await store.replace(memory, bytes)
      else await store.confirm(memory)
      storedAt = now
      alarms.clear('store-failed')
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? String(error)
      alarms.raise(
        'store-failed',
        'critical',
        `the list in force cannot be stored (${why}): free the disk; a restart would go back`,
      )
    }
  }

  async function refuse(error: VerificationError, offered: OfferedList): Promise<Offered> {
    const { code, detail } = error
    log({ event: 'list-refused', code, detail })
    const isAttack = code === 'older-than-held' || code === 'same-time-other-bytes'
    alarms.raise(isAttack ? code : 'list-refused', 'critical', isAttack ? detail : `${code}: ${detail}`)
    // Unknown revocation is no fault of the list: it may be the next good one.
    if (code !== 'revocation-unknown') {
      try {
        await deps.quarantine.keep(offered.bytes, code, clock())
        alarms.clear('quarantine-failed')
      } catch (failure) {
        const why = (failure as NodeJS.ErrnoException).code ?? String(failure)
        alarms.raise('quarantine-failed', 'warning', `a refused list cannot be kept (${why})`)
      }
    }
    return { outcome: 'refused', code, detail }
  }

  /** Verifies the bytes held once more, now. What was true at acceptance may have ended. */
  async function verifyHeld(): Promise<Offered> {
    if (bytes === undefined) return { outcome: 'unverified', code: 'no-list', detail: 'no list is held' }
    try {
      const isReturning = inForce === undefined || distrust !== undefined
      putInForce(await verify(bytes))
      if (isReturning) deps.onChange()
      return { outcome: 'same' }
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error
      const { code, detail } = error
      // An expired signer says nothing against the list it signed in time: that one grows old as any other. A revoked
      // one says that others may hold its key.
      if (code === 'signer-revoked' && distrust === undefined) {
        distrust = code
        deps.onChange()
      }
      alarms.raise('held-not-verified', 'critical', `${code}: ${detail}`)
      if (code === 'signer-expired' && inForce === undefined) await resumeExpired()
      return { outcome: 'unverified', code, detail }
    }
  }

  /**
   * After a restart the bytes held are what they were before it: if only their signer expired since, their last proof
   * still counts, and they grow old as they would have. Revocation lists of today may be from after that proof; one
   * that revokes the signer is heard all the same.
   */
  async function resumeExpired(): Promise<void> {
    if (memory === undefined || bytes === undefined) return
    const at = new Date(memory.verifiedAt)
    for (const [against, revocation] of [
      [trust(), 'require'],
      [deps.pinned(), 'warn'],
    ] as const) {
      try {
        const list = await verifyWhitelist(bytes, { ...options(against), at, revocation })
        inForce = { list, index: admissionIndex(list) }
        deps.onChange()
        return
      } catch (error) {
        if (!(error instanceof VerificationError)) throw error
        if (error.code !== 'revocation-unknown') return
      }
    }
  }

  return {
    /** Reads what the disk remembers and verifies it again. Never throws for what it finds there. */
    load: (): Promise<void> =>
      inTurn(async () => {
        const loaded = await store.load()
        memory = loaded.record
        bytes = loaded.bytes
        if (loaded.damage !== undefined) {
          alarms.raise('memory-damaged', 'critical', `${loaded.damage}; the next verified list heals it`)
          if (memory !== undefined)
            log({ event: 'memory-kept', signedAt: memory.signedAt, digest: memory.digest })
        } else if (bytes !== undefined) storedAt = clock()
        if (bytes !== undefined) await verifyHeld()
      }),

    /** The ETag of the list in force, to ask whether there is another. */
    etag: (): string | undefined =>
      inForce === undefined || distrust !== undefined ? undefined : memory?.etag,

    /** Judges what a poll brought. A refused list is put aside and changes nothing. */
    offer: (offered: OfferedList): Promise<Offered> =>
      inTurn(async () => {
        try {
          return { outcome: await accept(await verify(offered.bytes), offered) }
        } catch (error) {
          if (error instanceof VerificationError) return refuse(error, offered)
          throw error
        }
      }),

    /** The server says that the list in force is still the one: true of the bytes, so they are what must still verify. */
    confirm: (): Promise<Offered> =>
      inTurn(async () => {
        const now = clock()
        const isRecent =
          verifiedWith !== undefined &&
          verifiedWith.trust === trust() &&
          now.getTime() - verifiedWith.at.getTime() < VERIFY_AGAIN_MS &&
          inForce !== undefined &&
          distrust === undefined &&
          new Date(inForce.list.signer.notAfter) > now
        const verified: Offered = isRecent ? { outcome: 'same' } : await verifyHeld()
        if (verified.outcome === 'same' && memory !== undefined) {
          memory = { ...memory, verifiedAt: now.toISOString() }
          alarms.clear(...ENDED_BY_A_GOOD_POLL)
          await keepOnDisk()
        }
        return verified
      }),

    /** To be called when revocation lists changed. */
    verifyAgain: (): Promise<Offered> => inTurn(verifyHeld),

    /** What counts now, or `undefined`; ask `standing` whether it may still be relied on. */
    inForce: (): InForce | undefined => inForce,
    memory: (): HeldRecord | undefined => memory,

    standing(now: Date): Standing {
      if (inForce === undefined || memory === undefined) return NO_LIST
      return listStanding({
        now,
        verifiedAt: new Date(memory.verifiedAt),
        signedAt: new Date(inForce.list.signedAt),
        entries: inForce.list.entries.length,
        signedEveryMs: deps.signedEveryMs,
        distrust,
      })
    },
  }
}
