import { inflateSync, constants } from 'node:zlib'
import { documentRefusals } from './document.refusals.ts'
import { activeNameIn, isPdf, objectStreams, readsAsObjects } from './pdf.rules.ts'

// Object streams of a real file of 10 MiB hold a few MiB; more is a bomb.
const INFLATED_BYTES_MAX = 32 * 1024 * 1024

/** Refuses what is no PDF (`document-not-pdf`) and what could act on the machine of its reader (`document-active-content`). */
export function inspectPdf(bytes: Uint8Array): void {
  if (!isPdf(bytes)) throw documentRefusals('document-not-pdf')
  refuseActive(activeNameIn(bytes))
  const streams = objectStreams(bytes)
  if (streams === undefined) throw documentRefusals('document-active-content', { name: 'ObjStm' })
  let budget = INFLATED_BYTES_MAX
  for (const stream of streams) {
    const inflated = stream.isFlate ? inflate(bytes.subarray(stream.start), budget) : undefined
    if (inflated === undefined || !readsAsObjects(inflated))
      throw documentRefusals('document-active-content', { name: 'ObjStm' })
    budget -= inflated.length
    refuseActive(activeNameIn(inflated))
  }
}

function refuseActive(name: string | undefined): void {
  if (name !== undefined) throw documentRefusals('document-active-content', { name })
}

/** Undefined where it cannot be opened within the budget. What follows the compressed data is left alone. */
function inflate(bytes: Uint8Array, budget: number): Uint8Array | undefined {
  if (budget <= 0) return undefined
  try {
    return inflateSync(bytes, { maxOutputLength: budget, finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return undefined
  }
}
