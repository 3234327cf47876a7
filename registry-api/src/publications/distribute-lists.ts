import type { Principal } from '../db/principal.ts'
import { currentRecord, servedBytes, servedRecordsAfter } from './publication.queries.ts'
import { publicationRefusals } from './publication.refusals.ts'
import type { ServedRecord } from './publication.ts'
import type { PublisherDeps } from './publisher.ts'

const PAGE = 500

/**
 * Makes the directory of served lists say what the database says, the current one last. The running program uses it
 * after every publication, and the start uses it to finish what was interrupted.
 *
 * Refuses `lists-ahead` (the directory knows a newer list than the database: never go back), `lists-unwritable`.
 */
export async function distributeLists(
  deps: PublisherDeps,
  principal: Principal,
): Promise<ServedRecord | undefined> {
  const current = await deps.world.inTransaction(principal, currentRecord, { readOnly: true })
  const onDisk = await deps.lists.current()
  if (onDisk !== undefined && onDisk.sequence > (current?.sequence ?? 0))
    throw publicationRefusals('lists-ahead', { disk: onDisk.sequence, database: current?.sequence ?? 0 })
  if (current === undefined) return undefined
  const isNamed = onDisk?.sequence === current.sequence && onDisk.fileSha256 === current.fileSha256
  if (isNamed && (await deps.lists.holds(current))) return current
  try {
    await write(deps, principal, current)
    await deps.reached('list-written')
    await deps.lists.serve(current)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code
    if (reason === undefined) throw error
    throw publicationRefusals('lists-unwritable', { sequence: current.sequence, reason })
  }
  await deps.reached('list-named')
  return current
}

/** Writes every served list whose files are missing: the addresses by number are for ever. */
export async function restoreOldLists(
  deps: Pick<PublisherDeps, 'world' | 'lists'>,
  principal: Principal,
): Promise<void> {
  const there = await deps.lists.numbers()
  for (let after = 0; ;) {
    const records = await deps.world.inTransaction(principal, (tx) => servedRecordsAfter(tx, after, PAGE), {
      readOnly: true,
    })
    for (const record of records) if (!there.has(record.sequence)) await write(deps, principal, record)
    if (records.length < PAGE) return
    after = records.at(-1)!.sequence
  }
}

async function write(
  deps: Pick<PublisherDeps, 'world' | 'lists'>,
  principal: Principal,
  record: ServedRecord,
): Promise<void> {
  const bytes = await deps.world.inTransaction(principal, (tx) => servedBytes(tx, record.sequence), {
    readOnly: true,
  })
  await deps.lists.writeList(record, bytes)
}
