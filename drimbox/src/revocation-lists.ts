import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadTrust, type Trust } from '@trust-space/whitelist'
import { sha256Hex } from '@trust-space/whitelist/format'
import type { Alarms } from './alarms.ts'
import { boundedGet, FetchError } from './bounded-get.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'
import type { Quarantine } from './quarantine.ts'
import type { WriteFile } from './write-atomically.ts'

/** Past nextUpdate, a revocation list still counts this long: an authority's outage of a day must not cut every box (decisions 51). */
export const CRL_GRACE_MS = 24 * 3_600_000

// As the verification of lists allows (Format 8.4).
const CLOCK_SLACK_MS = 5 * 60_000

export interface RevocationListStanding {
  readonly url: string
  readonly issuer: string | undefined
  readonly thisUpdate: Date | undefined
  readonly nextUpdate: Date | undefined
  readonly fetchedAt: Date | undefined
  /** What went wrong at the last fetch. */
  readonly fault: string | undefined
}

interface Slot {
  readonly url: string
  readonly path: string
  held: { bytes: Buffer; issuer: string; thisUpdate: Date; nextUpdate: Date | undefined } | undefined
  isStored: boolean
  etag: string | undefined
  fetchedAt: Date | undefined
  fault: { kind: 'unreachable' | 'refused'; text: string } | undefined
}

interface Deps {
  readonly urls: readonly string[]
  readonly anchors: readonly Uint8Array[]
  readonly intermediates: readonly Uint8Array[]
  readonly directory: string
  readonly bytesMax: number
  readonly timeoutMs: number
  readonly writeFile: WriteFile
  readonly quarantine: Quarantine
  readonly alarms: Alarms
  readonly clock: Clock
  readonly log: Log
}

export type RevocationLists = Awaited<ReturnType<typeof revocationLists>>

/**
 * The revocation lists of the configured addresses, and no other: those named by a certificate of a peer or of a list
 * are never dialled (decisions 37). Each is checked before it takes the place of the one held; a forged one, an older
 * one or one of another issuer is put aside. They are kept on disk, so that a start without the authority knows as
 * much as before. Throws TrustError for pinned certificates that cannot be used.
 */
export async function revocationLists(deps: Deps) {
  const { anchors, intermediates, clock, log } = deps
  const slots: Slot[] = deps.urls.map((url) => ({
    url,
    path: join(deps.directory, `${sha256Hex(Buffer.from(url)).slice(0, 16)}.crl`),
    held: undefined,
    isStored: false,
    etag: undefined,
    fetchedAt: undefined,
    fault: undefined,
  }))
  const pinned: Trust = await loadTrust({ anchors, intermediates })
  let trust = pinned
  let turn: Promise<unknown> = Promise.resolve()

  async function rebuild(): Promise<void> {
    const crls = slots.flatMap(({ held }) => (held === undefined ? [] : [held.bytes]))
    trust = await loadTrust({ anchors, intermediates, crls })
  }

  /** Takes what stands on the disk, if it still proves something. */
  async function readFromDisk(slot: Slot): Promise<void> {
    const bytes = await readFile(slot.path).catch(() => undefined)
    if (bytes === undefined) return
    const read = await examine(bytes)
    if (typeof read === 'string') log({ event: 'crl-on-disk-refused', url: slot.url, detail: read })
    else {
      slot.held = read
      slot.isStored = true
    }
  }

  /** The list as it can be relied on, or why it proves nothing. */
  async function examine(bytes: Buffer): Promise<NonNullable<Slot['held']> | string> {
    const [state] = (await loadTrust({ anchors, intermediates, crls: [bytes] })).revocationLists
    if (state === undefined) return 'unreadable'
    if (state.fault !== undefined) return state.fault
    return {
      bytes,
      issuer: state.issuer,
      thisUpdate: new Date(state.thisUpdate),
      nextUpdate: state.nextUpdate === '' ? undefined : new Date(state.nextUpdate),
    }
  }

  /** Fetches one list; true when another took the place of the one held. */
  async function refreshOne(slot: Slot, signal: AbortSignal): Promise<boolean> {
    const { bytesMax, timeoutMs } = deps
    const etag = slot.held === undefined ? undefined : slot.etag
    const fetched = await boundedGet(slot.url, { bytesMax, timeoutMs, signal, etag })
    slot.fetchedAt = clock()
    slot.fault = undefined
    if (fetched.bytes === undefined || (slot.held !== undefined && fetched.bytes.equals(slot.held.bytes)))
      return false
    const read = await examine(fetched.bytes)
    const refusal = typeof read === 'string' ? read : whyNotInPlaceOf(slot.held, read, clock())
    if (refusal !== undefined || typeof read === 'string') {
      slot.fault = { kind: 'refused', text: refusal ?? 'unreadable' }
      await setAside(fetched.bytes)
      return false
    }
    slot.held = read
    slot.etag = fetched.etag
    log({
      event: 'crl-adopted',
      url: slot.url,
      issuer: read.issuer,
      thisUpdate: read.thisUpdate.toISOString(),
    })
    slot.isStored = false
    return true
  }

  async function setAside(bytes: Buffer): Promise<void> {
    try {
      await deps.quarantine.keep(bytes, 'crl-refused', clock())
      deps.alarms.clear('quarantine-failed')
    } catch (error) {
      deps.alarms.raise(
        'quarantine-failed',
        'warning',
        `a refused revocation list cannot be kept (${reason(error)})`,
      )
    }
  }

  /** Writes what is not on disk yet. It counts from memory already: a revocation must not wait for a disk. */
  async function storeAll(): Promise<void> {
    let failure: string | undefined
    for (const slot of slots) {
      if (slot.held === undefined || slot.isStored) continue
      try {
        await mkdir(deps.directory, { recursive: true, mode: 0o700 })
        await deps.writeFile(slot.path, slot.held.bytes)
        slot.isStored = true
      } catch (error) {
        failure = `a revocation list cannot be stored (${reason(error)}): free the disk; a restart would know less`
      }
    }
    deps.alarms.set('crl-store-failed', 'critical', failure)
  }

  async function refreshAll(signal: AbortSignal): Promise<boolean> {
    const changes = await Promise.all(
      slots.map(async (slot) => {
        try {
          return await refreshOne(slot, signal)
        } catch (error) {
          const text = error instanceof FetchError ? error.message : reason(error)
          if (!signal.aborted) slot.fault = { kind: 'unreachable', text }
          return false
        }
      }),
    )
    const hasChanged = changes.includes(true)
    if (hasChanged) await rebuild()
    await storeAll()
    deps.alarms.set('crl-unreachable', 'warning', faults(slots, 'unreachable'))
    deps.alarms.set('crl-refused', 'critical', faults(slots, 'refused'))
    return hasChanged
  }

  return {
    /** What is pinned, with the revocation lists in force. Another object after each change. */
    trust: (): Trust => trust,
    /** What is pinned, alone: it can prove nothing about revocation. */
    pinned: (): Trust => pinned,

    async load(): Promise<void> {
      for (const slot of slots) await readFromDisk(slot)
      await rebuild()
    },

    /**
     * Fetches every list, after the refresh under way if there is one; true when what is in force has changed. Never
     * rejects: the lists held go on counting.
     */
    refresh(signal: AbortSignal): Promise<boolean> {
      const refreshed = turn.then(() => refreshAll(signal))
      turn = refreshed.catch(() => undefined)
      return refreshed
    },

    standings: (): readonly RevocationListStanding[] =>
      slots.map(({ url, held, fetchedAt, fault }) => ({
        url,
        issuer: held?.issuer,
        thisUpdate: held?.thisUpdate,
        nextUpdate: held?.nextUpdate,
        fetchedAt,
        fault: fault?.text,
      })),

    /** Raises or ends the alarm of lists that are past their time. */
    review(now: Date): void {
      const late = slots.filter(({ held }) => held?.nextUpdate !== undefined && held.nextUpdate < now)
      const isBeyondGrace = late.some(
        ({ held }) => now.getTime() - held!.nextUpdate!.getTime() > CRL_GRACE_MS,
      )
      const detail = late
        .map(({ held }) => `${held!.issuer}: since ${held!.nextUpdate!.toISOString()}`)
        .join('; ')
      deps.alarms.set(
        'crl-expired',
        isBeyondGrace ? 'critical' : 'warning',
        detail === '' ? undefined : detail,
      )
    },
  }
}

function whyNotInPlaceOf(
  held: Slot['held'],
  offered: NonNullable<Slot['held']>,
  now: Date,
): string | undefined {
  // It would make revocation unknown until its time comes, and no older one could take its place.
  if (offered.thisUpdate.getTime() > now.getTime() + CLOCK_SLACK_MS)
    return `of ${offered.thisUpdate.toISOString()}, after now`
  if (held === undefined) return undefined
  // The road may be plain HTTP: an old list, or the list of an authority that revokes nobody, hides a revocation.
  if (offered.issuer !== held.issuer) return `the list of another issuer (${offered.issuer})`
  if (offered.thisUpdate < held.thisUpdate) {
    return `older (${offered.thisUpdate.toISOString()}) than the one held (${held.thisUpdate.toISOString()})`
  }
  return undefined
}

function faults(slots: readonly Slot[], kind: 'unreachable' | 'refused'): string | undefined {
  const lines = slots.flatMap(({ url, fault }) => (fault?.kind === kind ? [`${url}: ${fault.text}`] : []))
  return lines.length === 0 ? undefined : lines.join('; ')
}

function reason(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error)
}
