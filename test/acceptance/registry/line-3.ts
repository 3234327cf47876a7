import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInTransaction } from '../../../registry-api/src/db/transaction.ts'
import { openSessions } from '../../../registry-api/src/db/sessions.ts'
import { systemPrincipal } from '../../../registry-api/src/db/principal.ts'
import { watchNetwork } from '../../support/network-watch.ts'
import { runTests } from '../../support/run-tests.ts'
import { startStorySpace } from '../../support/story-space.ts'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'
import { tellTheStory } from './line-1-story.ts'

export const line: AcceptanceLine = {
  number: 3,
  title: 'row security under the API’s own role, its grants, and no network call inside a transaction',
  async run(context) {
    const tests = await runTests(
      ['test/database/row-security.test.ts', 'test/database/grants.test.ts'],
      join(context.directory, 'tests.json'),
    )
    const [, tables = '0', rows = '0'] =
      /row security: (\d+) guarded tables, (\d+) foreign rows/.exec(tests.output) ?? []
    context.figure('tables under row security', tables)
    context.figure('foreign rows that no SQL without WHERE returned', rows)
    context.figure('statements and tables tried', tests.passed)
    context.check(
      'no foreign row is read, changed or added, and every table is guarded or named',
      tests.failed === 0 && Number(tables) > 0,
      tests.failures,
    )
    await noCallInside(context)
  },
}

/** The story of line 1, with a watch on every way out of the process. */
async function noCallInside(context: AcceptanceContext): Promise<void> {
  const directory = join(context.directory, 's')
  await mkdir(directory)
  const watch = watchNetwork()
  const space = await startStorySpace({ directory, space: 'TEST' })
  try {
    const faults: unknown[] = []
    await tellTheStory(
      {
        ...context,
        check: (what, holds, seen) => void (holds || faults.push({ what, seen })),
        figure: () => undefined,
      },
      space,
    )
    context.check('the whole story of line 1 holds under the watch', faults.length === 0, faults)
    for (const [way, times] of watch.calls) context.figure(`${way}, times`, times)
    for (const way of ['connect', 'write', 'fetch', 'http'])
      context.check(`the story goes out by ${way}`, (watch.calls.get(way) ?? 0) > 0)
    context.check('not one of them inside a transaction', watch.inside.length === 0, watch.inside)
    await trapWorks(context, watch, space.superuserUrl)
  } finally {
    await space.stop()
    watch.stop()
  }
}

/** A call that is made inside a transaction on purpose is seen: the watch is no blind one. */
async function trapWorks(
  context: AcceptanceContext,
  watch: ReturnType<typeof watchNetwork>,
  databaseUrl: string,
): Promise<void> {
  const sessions = openSessions(databaseUrl)
  const inTransaction = createInTransaction({
    sessions,
    clock: () => new Date(0),
    newId: () => '',
    beforeCommit: async () => undefined,
  })
  await inTransaction(systemPrincipal('test'), async () => {
    await fetch('http://127.0.0.1:9/').catch(() => undefined)
  })
  await sessions.close()
  context.check('a call planted inside a transaction is caught', watch.inside.length > 0, watch.inside)
}
