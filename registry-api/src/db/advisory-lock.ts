import { sql } from 'drizzle-orm'
import type { Sessions } from './sessions.ts'

/** Held by one session of one process at a time; the database frees it when that session ends, however it ends. */
export interface AdvisoryLock {
  release(): Promise<void>
}

/** Takes the lock `name`, or answers `undefined` at once where another session holds it. */
export async function tryAdvisoryLock(sessions: Sessions, name: string): Promise<AdvisoryLock | undefined> {
  const session = await sessions.acquire()
  try {
    const [row] = await session.db.execute<{ taken: boolean }>(
      sql`SELECT pg_try_advisory_lock(hashtext(${name})) AS taken`,
    )
    if (row?.taken !== true) {
      session.release()
      return undefined
    }
  } catch (error) {
    session.release()
    throw error
  }
  return {
    async release() {
      try {
        await session.db.execute(sql`SELECT pg_advisory_unlock(hashtext(${name}))`)
      } catch {
        // The session is gone, and the lock with it.
      } finally {
        session.release()
      }
    },
  }
}
