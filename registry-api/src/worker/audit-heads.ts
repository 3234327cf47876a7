import { open } from 'node:fs/promises'
import { auditHeadNow } from '../audit/audit.queries.ts'
import { CHAIN_START } from '../audit/chain.ts'
import { systemPrincipal } from '../db/principal.ts'
import type { World } from '../world.ts'

/**
 * Writes the end of the audit's chain down, one JSON object a line, on stable storage outside the database
 * (procedures 11). A head that was written already is not written again. Answers whether it wrote.
 */
export function createHeadKeeper(world: World, path: string) {
  let written = 0
  return async (): Promise<boolean> => {
    const head = await world.inTransaction(systemPrincipal('worker'), auditHeadNow, { readOnly: true })
    if (head.seq === written || head.hash === CHAIN_START) return false
    const file = await open(path, 'a', 0o600)
    try {
      await file.write(`${JSON.stringify({ at: world.clock().toISOString(), ...head })}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    written = head.seq
    return true
  }
}
