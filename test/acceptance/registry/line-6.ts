import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../../demo/clock.ts'
import { startMailbox, type Mailbox } from '../../../demo/mailbox/mailbox.ts'
import { randomFrom, type Random } from '../../support/random.ts'
import { startRegistryProcesses, type RegistryProcesses } from '../../support/registry-processes.ts'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'
import { createMailStory, type Expected, type MailStory } from './line-6-mails.ts'

const TROUBLE_MS = 60_000
const WORKERS = 2
const SMTP_TIMEOUT_MS = 1_500

type Behaviour = Parameters<Mailbox['behave']>[0]
type Worker = Awaited<ReturnType<RegistryProcesses['startWorker']>>

const TROUBLES: readonly Behaviour[] = [
  { kind: 'down' },
  { kind: 'slow', ms: 700 },
  // Slower than an attempt may last: it takes the mail after the worker has given it up.
  { kind: 'slow', ms: 2 * SMTP_TIMEOUT_MS },
  { kind: 'forgetful' },
  { kind: 'refusing', code: 421, at: 'connect' },
  { kind: 'refusing', code: 451, at: 'recipient' },
  { kind: 'refusing', code: 452, at: 'content' },
  { kind: 'refusing', code: 554, at: 'sender' },
  { kind: 'normal' },
]

export const line: AcceptanceLine = {
  number: 6,
  title: 'mail server down, slow or refusing, workers killed for 60 s: every mail arrives, none twice',
  run,
}

async function run(context: AcceptanceContext): Promise<void> {
  const random = randomFrom(6)
  const registry = await startRegistryProcesses({ directory: context.directory })
  const mailbox = await startMailbox({ smtpPort: 0, httpPort: 0, clock: systemClock, mailsMax: 1_000_000 })
  const workers: Worker[] = []
  const start = () =>
    registry.startWorker({
      REGISTRY_SMTP_URL: mailbox.smtpUrl,
      REGISTRY_SMTP_TIMEOUT_MS: String(SMTP_TIMEOUT_MS),
      REGISTRY_MAIL_CHECK_SECONDS: '0.1',
      REGISTRY_MAIL_RETRY_SECONDS: '0.2',
      REGISTRY_MAIL_RETRY_SECONDS_MAX: '2',
      REGISTRY_MAIL_ATTEMPTS_MAX: '1000',
      REGISTRY_PERIODIC_SECONDS: '1',
    })
  const story = await createMailStory(registry, random)
  try {
    for (let count = 0; count < WORKERS; count += 1) workers.push(await start())
    await trouble(context, { registry, mailbox, story, workers, start, random })
    await settle(context, { registry, mailbox, story })
    await giveUp(context, { registry, mailbox, story })
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()))
    await story.end()
    await mailbox.stop()
    await registry.stop()
  }
}

interface Stage {
  readonly registry: RegistryProcesses
  readonly mailbox: Mailbox
  readonly story: MailStory
}

async function trouble(
  context: AcceptanceContext,
  stage: Stage & { workers: Worker[]; start: () => Promise<Worker>; random: Random },
): Promise<void> {
  const { mailbox, story, workers, start, random } = stage
  const end = performance.now() + TROUBLE_MS
  const isOver = () => performance.now() >= end
  const seen = new Set<string>()
  let kills = 0
  let troubles = 0
  let mostWaiting = 0

  const kill = async (): Promise<void> => {
    while (!isOver()) {
      await sleep(100 + random.below(1_500))
      const at = random.below(workers.length)
      await workers[at]!.kill()
      kills += 1
      workers[at] = await start()
    }
  }
  const annoy = async (): Promise<void> => {
    while (!isOver()) {
      await mailbox.behave(TROUBLES[random.below(TROUBLES.length)]!)
      troubles += 1
      await sleep(500 + random.below(2_500))
    }
  }
  const watch = async (): Promise<void> => {
    while (!isOver()) {
      await sleep(1_000)
      const waiting = await waitingMails(stage)
      mostWaiting = Math.max(mostWaiting, waiting.length)
      for (const { deliveries } of waiting)
        for (const { lastErrorCode, attempts, nextAttemptAt } of deliveries)
          if (lastErrorCode !== null && attempts > 0 && nextAttemptAt !== null) seen.add(lastErrorCode)
    }
  }
  await Promise.all([story.write(isOver), kill(), annoy(), watch()])
  context.figure('workers killed', kills)
  context.figure('changes of the mail server’s behaviour', troubles)
  context.figure('mails asked for, with repetitions', story.askedFor())
  context.figure('most mails seen waiting by the agency at once', mostWaiting)
  context.figure('reasons the agency saw', [...seen].sort().join(', '))
  context.check('workers were killed, and the server was in trouble', kills >= 8 && troubles >= 15)
  context.check('the agency saw what waits, with attempts, next attempt and reason', seen.size >= 3, [
    ...seen,
  ])
}

async function settle(context: AcceptanceContext, stage: Stage): Promise<void> {
  const { mailbox, story } = stage
  await mailbox.behave({ kind: 'normal' })
  const begun = performance.now()
  while ((await waitingMails(stage)).length > 0 && performance.now() - begun < 90_000) await sleep(500)
  context.figure('until nothing waited any more', `${((performance.now() - begun) / 1_000).toFixed(1)} s`)

  const boxes = mailbox.mails()
  const arrived = new Map<string, number>()
  for (const mail of boxes)
    for (const address of mail.to) {
      const words =
        /dossier n° \d+\./.exec(mail.text)?.[0] ?? /Votre code : /.exec(mail.text)?.[0] ?? mail.text
      const key = keyOf({ address, words })
      arrived.set(key, (arrived.get(key) ?? 0) + 1)
    }
  const expected = new Set(story.expected.map(keyOf))
  const missing = [...expected].filter((key) => !arrived.has(key))
  const twice = [...arrived].filter(([, count]) => count > 1).map(([key]) => key)
  const unasked = [...arrived.keys()].filter((key) => !expected.has(key))
  context.figure('mails expected', expected.size)
  context.figure('mails in the boxes', boxes.length)
  context.figure(
    'handed over again on the wire (known by their Message-ID)',
    boxes.reduce((sum, { duplicates }) => sum + duplicates, 0),
  )
  context.check('every mail arrived', missing.length === 0 && expected.size > 100, missing.slice(0, 5))
  context.check('none is in a box twice', twice.length === 0, twice.slice(0, 5))
  context.check('nobody got a mail that was not for them', unasked.length === 0, unasked.slice(0, 5))
  const { json } = await stage.registry.request(
    'GET',
    '/v1/mails?state=sent&limit=1',
    undefined,
    story.agent.headers,
  )
  context.check(
    'the agency sees them as sent, and none as given up',
    json.items.length === 1 && (await givenUp(stage)) === 0,
  )
}

/** A box that is gone for good: given up at once, seen by the agency, and sent when asked again. */
async function giveUp(context: AcceptanceContext, stage: Stage): Promise<void> {
  const { registry, mailbox, story } = stage
  const before = story.expected.length
  await mailbox.behave({ kind: 'refusing', code: 550, at: 'recipient' })
  let isWritten = false
  await story.write(() => {
    const last = isWritten
    isWritten = true
    return last
  })
  const { address } = story.expected[before]!
  await until(async () => (await givenUp(stage)) > 0)
  const { json } = await registry.request('GET', '/v1/mails?state=refused', undefined, story.agent.headers)
  const [mail] = json.items as unknown as MailAnswer[]
  context.check(
    'a mailbox that is gone is given up at the first no, which the agency sees',
    mail?.deliveries.every(
      ({ lastErrorCode, attempts }) => lastErrorCode === 'smtp-550' && attempts === 1,
    ) === true,
    mail,
  )
  await mailbox.behave({ kind: 'normal' })
  const count = mailbox.mails(address).length
  await registry.request('POST', `/v1/mails/${mail!.id}/retry`, undefined, story.agent.headers)
  await until(async () => mailbox.mails(address).length > count)
  context.check('asked for again, it arrives', mailbox.mails(address).length === count + 1)
}

interface MailAnswer {
  readonly id: string
  readonly deliveries: readonly {
    readonly lastErrorCode: string | null
    readonly attempts: number
    readonly nextAttemptAt: string | null
  }[]
}

async function waitingMails({ registry, story }: Stage): Promise<readonly MailAnswer[]> {
  const { status, json } = await registry.request(
    'GET',
    '/v1/mails?state=waiting&limit=200',
    undefined,
    story.agent.headers,
  )
  if (status !== 200) throw new Error(`the agency cannot see what waits: ${status} ${json.code}`)
  return json.items as unknown as readonly MailAnswer[]
}

async function givenUp({ registry, story }: Stage): Promise<number> {
  const counts = await Promise.all(
    ['refused', 'failed', 'nobody'].map(async (state) => {
      const { json } = await registry.request(
        'GET',
        `/v1/mails?state=${state}`,
        undefined,
        story.agent.headers,
      )
      return json.items.length
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000
  while (!(await holds()) && performance.now() < end) await sleep(200)
}

function keyOf({ address, words }: Expected): string {
  return `${address} ${words}`
}
