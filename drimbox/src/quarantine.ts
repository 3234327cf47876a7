import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Hex } from '@trust-space/whitelist/format'
import type { WriteFile } from './write-atomically.ts'

const FILES_MAX = 20
const BYTES_MAX = 134_217_728

/**
 * Keeps documents that were refused, for a person to look at: beside the good one, never in its place. Bounded, because
 * a hostile server can offer a new bad list at each poll: the oldest give way. The same bytes are kept once.
 */
export function quarantine({ directory, writeFile }: { directory: string; writeFile: WriteFile }) {
  async function names(): Promise<string[]> {
    // The time comes first in each name, so this is the order of arrival.
    return (await readdir(directory)).filter((name) => name.endsWith('.refused')).sort()
  }
  async function makeRoom(bytes: number): Promise<void> {
    const kept = await names()
    let total = bytes
    for (const name of kept) total += (await stat(join(directory, name))).size
    while (kept.length > 0 && (kept.length >= FILES_MAX || total > BYTES_MAX)) {
      const oldest = join(directory, kept.shift() ?? '')
      total -= (await stat(oldest)).size
      await rm(oldest)
    }
  }
  return {
    /** Returns the name it is kept under; throws what the disk throws. */
    async keep(bytes: Uint8Array, code: string, at: Date): Promise<string> {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const digest = sha256Hex(bytes).slice(0, 16)
      const known = (await names()).find((name) => name.includes(digest))
      if (known !== undefined) return known
      await makeRoom(bytes.length)
      const name = `${at.toISOString().replaceAll(':', '-')}_${code}_${digest}.refused`
      await writeFile(join(directory, name), bytes)
      return name
    },
    async count(): Promise<number> {
      return names().then(
        ({ length }) => length,
        () => 0,
      )
    },
  }
}
export type Quarantine = ReturnType<typeof quarantine>
