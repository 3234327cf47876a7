import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canMoveClock, freePorts, startProduct } from '../../support/product.ts'
import type { AcceptanceContext } from '../harness.ts'

const DAYS = 31
const DAY_MS = 86_400_000

/**
 * The part of line 5 that needs the whole product: started, stopped, and started again with the clock of every process
 * but PostgreSQL a month ahead (docs/adr/0056). It must come up fresh by itself: CRLs and certificates in force, a
 * list signed then (a pause of more than seven days takes an approval), the DRIMboxes healthy, nothing lost.
 * A machine without libfaketime fails the check and says why.
 */
export async function monthLater(context: AcceptanceContext): Promise<void> {
  if (!canMoveClock) {
    context.check('a month later (needs libfaketime: apt-get install faketime)', false)
    return
  }
  const dataDirectory = join(context.directory, 'month later')
  const ports = await freePorts()
  const today = await startProduct({ dataDirectory, ports })
  const before = await seen(today.ready.api, dataDirectory)
  const first = await today.stop()
  context.check('the demo of today stops', first.code === 0 && today.processes().length === 0)

  const then = await startProduct({ dataDirectory, ports, daysAhead: DAYS })
  try {
    context.figure('start a month later to ready (ms)', Math.round(then.readyMs))
    const after = await seen(then.ready.api, dataDirectory)
    const ahead = (Date.parse(after.signedAt) - Date.parse(before.signedAt)) / DAY_MS
    context.check('a month later a list is signed by the clock of then', ahead > DAYS - 1, after.signedAt)
    context.check('its number is the next one', after.sequence > before.sequence, after.sequence)
    context.check(
      'its lines are the same',
      after.numbers === before.numbers && before.numbers !== '',
      after.numbers,
    )
    for (const { number, healthUrl } of then.ready.drimboxes) {
      const report = (await (await fetch(`${healthUrl}health.json`)).json()) as {
        status: string
        reasons: unknown
        alarms: unknown
      }
      context.check(`DRIMbox ${number} is healthy`, report.status === 'healthy', report)
    }
  } finally {
    const { code } = await then.stop()
    context.check('the demo of then stops and leaves no process', code === 0 && then.processes().length === 0)
  }
}

async function seen(api: string, dataDirectory: string) {
  const current = JSON.parse(readFileSync(join(dataDirectory, 'lists', 'current.json'), 'utf8')) as {
    sequence: number
    signedAt: string
  }
  const { items } = (await (await fetch(`${api}/v1/whitelist/entries`)).json()) as {
    items: { number: number }[]
  }
  return { ...current, numbers: items.map(({ number }) => number).join(' ') }
}
