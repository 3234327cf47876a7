import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadTrust, verifyWhitelist, type SignerIdentity } from '@trust-space/whitelist'

export interface ListWatch {
  /** Polls that were answered with a list. */
  readonly polls: number
  /** Lists that were seen, by their number. */
  readonly sequences: readonly number[]
  /** What was wrong, once each: a poll without an answer, a list that does not verify, a step back. */
  readonly faults: readonly string[]
  stop(): Promise<void>
}

/** Polls a list as a DRIMbox would, only far more often, and verifies each one that is new. */
export async function watchList(options: {
  readonly url: string
  readonly anchors: readonly Uint8Array[]
  readonly intermediates: readonly Uint8Array[]
  readonly signer: SignerIdentity
  readonly everyMs: number
}): Promise<ListWatch> {
  const trust = await loadTrust(options)
  const faults = new Set<string>()
  const sequences: number[] = []
  let polls = 0
  let isStopped = false
  let lastDigest = ''
  let held: { signedAt: string; digest: string } | undefined

  const poll = async (): Promise<void> => {
    const response = await fetch(options.url, { signal: AbortSignal.timeout(5_000) })
    if (response.status !== 200) throw new Error(`the list was answered with ${response.status}`)
    const bytes = new Uint8Array(await response.arrayBuffer())
    polls += 1
    const fileDigest = createHash('sha256').update(bytes).digest('hex')
    if (fileDigest === lastDigest) return
    lastDigest = fileDigest
    const verified = await verifyWhitelist(bytes, {
      at: new Date(),
      trust,
      signer: options.signer,
      revocation: 'warn',
      ...(held === undefined ? {} : { held }),
    })
    held = { signedAt: verified.signedAt, digest: verified.digest }
    const sequence = Number(response.headers.get('x-whitelist-sequence'))
    if (sequence <= (sequences.at(-1) ?? 0))
      throw new Error(`list ${sequence} came after ${sequences.at(-1)}`)
    sequences.push(sequence)
  }
  const loop = (async () => {
    while (!isStopped) {
      await poll().catch((error: unknown) =>
        faults.add(error instanceof Error ? error.message : String(error)),
      )
      await sleep(options.everyMs)
    }
  })()
  return {
    get polls() {
      return polls
    },
    get sequences() {
      return sequences
    },
    get faults() {
      return [...faults]
    },
    async stop() {
      isStopped = true
      await loop
    },
  }
}
