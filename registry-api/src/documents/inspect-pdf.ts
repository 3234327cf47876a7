import { inflateSync, constants, type Inflate } from 'node:zlib'
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
  // Streams of an honest file lie side by side; where they overlap, the same bytes could be inflated a thousand times.
  let unread = bytes.length
  for (const stream of streams) {
    const inflated = stream.isFlate ? inflate(bytes.subarray(stream.start), budget) : undefined
    if (inflated === undefined || !readsAsObjects(inflated.content) || inflated.read > unread)
      throw documentRefusals('document-active-content', { name: 'ObjStm' })
    budget -= inflated.content.length
    unread -= inflated.read
    refuseActive(activeNameIn(inflated.content))
  }
}

function refuseActive(name: string | undefined): void {
  if (name !== undefined) throw documentRefusals('document-active-content', { name })
}

/**
 * What is compressed here, and how many bytes it was compressed to. Undefined where it cannot be opened within the
 * budget. What follows the compressed data is left alone.
 */
function inflate(bytes: Uint8Array, budget: number): { content: Uint8Array; read: number } | undefined {
  if (budget <= 0) return undefined
  try {
    const options = { maxOutputLength: budget, finishFlush: constants.Z_SYNC_FLUSH, info: true }
    // With `info` the engine comes along (node:zlib); its types do not say so.
    const { buffer, engine } = inflateSync(bytes, options) as unknown as {
      buffer: Uint8Array
      engine: Inflate
    }
    return { content: buffer, read: engine.bytesWritten }
  } catch {
    return undefined
  }
}
