import { type Bodies, compressBodies, sizeOf } from './bodies.ts'
import { DirectoryDoubt, type PublishedRecord, readPublishedFile, readRecord } from './published-files.ts'
import type { Log } from './log.ts'

export interface Publication {
  readonly record: PublishedRecord
  readonly bodies: Bodies
}

/** Older lists kept in memory: four of 8,655 entries, all of them while lists are small. */
const OLDER_BYTES_MAX = 33_554_432
/** Readers of old lists that may wait for the disk; the next one is told to come back. */
const WAITING_MAX = 64

export class TooBusy extends Error {
  override readonly name = 'TooBusy'
}

export type ServedLists = ReturnType<typeof servedLists>

/**
 * What is served: the current list, and older ones by number. Nothing gets in whose bytes are not those that its record
 * names; whatever becomes of the directory, the last good current list stays.
 */
export function servedLists({ directory, bytesMax, log }: { directory: string; bytesMax: number; log: Log }) {
  let current: Publication | undefined
  let doubt: DirectoryDoubt | undefined
  let refreshing: Promise<void> | undefined
  let isAskedAgain = false
  const older = new Map<number, Publication>()
  const loading = new Map<number, Promise<Publication | undefined>>()
  // One after the other: whoever crawls the archive shares one disk and one core with those who poll.
  let turn: Promise<unknown> = Promise.resolve()
  let compressing: Promise<unknown> = Promise.resolve()

  function open(record: PublishedRecord, identity: Buffer): Publication {
    const publication: Publication = { record, bodies: { identity } }
    compressing = compressing
      .then(() => {
        const isWanted = publication === current || older.get(record.sequence) === publication
        return isWanted ? compressBodies(publication.bodies) : undefined
      })
      .then(() => keepOlderWithinBounds())
      .catch((error: unknown) =>
        log({ event: 'compression-failed', sequence: record.sequence, detail: String(error) }),
      )
    return publication
  }

  async function refreshOnce(): Promise<void> {
    const record = await readRecord(directory, 'current.json')
    if (record === undefined) {
      if (current !== undefined) throw new DirectoryDoubt('record-missing', 'current.json is gone')
      return
    }
    if (current !== undefined) {
      // A number is published once and numbers only grow: anything else is a restored or a meddled directory, which
      // a person looks at and then restarts this process.
      if (record.sequence < current.record.sequence) {
        throw new DirectoryDoubt(
          'sequence-went-back',
          `from ${current.record.sequence} to ${record.sequence}`,
        )
      }
      if (record.sequence === current.record.sequence) {
        if (record.fileSha256 === current.record.fileSha256) return
        throw new DirectoryDoubt('content-changed', `number ${record.sequence} names other bytes than before`)
      }
    }
    const bytes = await readPublishedFile(directory, record, bytesMax)
    const previous = current
    current = open(record, bytes)
    if (previous !== undefined) keepOlder(previous)
    log({ event: 'list-served', sequence: record.sequence, signedAt: record.signedAt, bytes: record.bytes })
  }

  async function refreshAndNote(): Promise<void> {
    try {
      await refreshOnce()
      if (doubt !== undefined) log({ event: 'directory-sound-again' })
      doubt = undefined
    } catch (error) {
      const fresh =
        error instanceof DirectoryDoubt ? error : new DirectoryDoubt('directory-unreadable', String(error))
      if (fresh.message !== doubt?.message) {
        log({
          event: 'directory-in-doubt',
          code: fresh.code,
          detail: fresh.detail,
          serving: current?.record.sequence ?? null,
        })
      }
      doubt = fresh
    }
  }

  function keepOlder(publication: Publication): void {
    older.delete(publication.record.sequence)
    older.set(publication.record.sequence, publication)
    keepOlderWithinBounds()
  }

  function keepOlderWithinBounds(): void {
    let total = 0
    for (const { bodies } of older.values()) total += sizeOf(bodies)
    for (const [sequence, { bodies }] of older) {
      if (total <= OLDER_BYTES_MAX) return
      older.delete(sequence)
      total -= sizeOf(bodies)
    }
  }

  async function loadOlder(sequence: number): Promise<Publication | undefined> {
    const record = await readRecord(directory, `${sequence}.json`)
    if (record === undefined) return undefined
    if (record.sequence !== sequence) {
      throw new DirectoryDoubt('record-unreadable', `${sequence}.json speaks of number ${record.sequence}`)
    }
    const publication = open(record, await readPublishedFile(directory, record, bytesMax))
    keepOlder(publication)
    return publication
  }

  return {
    /** The newest list that was found whole, or `undefined` before the first. */
    current: (): Publication | undefined => current,
    /** Why the directory is not believed at present. */
    doubt: (): DirectoryDoubt | undefined => doubt,
    /** Waits until what was being compressed is ready. */
    compressed: async (): Promise<void> => void (await compressing),

    /** Looks at `current.json`, now or right after the look under way. Never throws: what is wrong becomes `doubt`. */
    async refresh(): Promise<void> {
      if (refreshing !== undefined) {
        isAskedAgain = true
        return refreshing
      }
      refreshing = (async () => {
        do {
          isAskedAgain = false
          await refreshAndNote()
        } while (isAskedAgain)
        refreshing = undefined
      })()
      return refreshing
    },

    /**
     * One list by its number; `undefined` where it was never served. A number above the current one is not looked
     * for: its file may be there before it is served. Throws DirectoryDoubt or TooBusy.
     */
    async numbered(sequence: number): Promise<Publication | undefined> {
      if (current === undefined || sequence > current.record.sequence) return undefined
      if (sequence === current.record.sequence) return current
      const known = older.get(sequence)
      if (known !== undefined) {
        keepOlder(known)
        return known
      }
      let load = loading.get(sequence)
      if (load === undefined) {
        if (loading.size >= WAITING_MAX) throw new TooBusy()
        load = turn.then(() => loadOlder(sequence)).finally(() => loading.delete(sequence))
        turn = load.catch(() => undefined)
        loading.set(sequence, load)
      }
      return load
    },
  }
}
