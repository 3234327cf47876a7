import { setTimeout as sleep } from 'node:timers/promises'
import { publicationSteps } from '../../../registry-api/src/publications/publisher.ts'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'
import { contradictions, openBench, until, type Bench } from './line-5-bench.ts'
import { monthLater } from './line-5-month-later.ts'

/** What can be killed, and how it comes back. */
const victims = ['registry-api', 'signer', 'database'] as const
const modes = ['fails', 'answers too late'] as const

export const line: AcceptanceLine = {
  number: 5,
  title:
    'Publication: killed and broken at every step, nothing is used twice, the last good list is always there',
  async run(context) {
    const bench = await openBench(context)
    try {
      for (const victim of victims) for (const step of publicationSteps) await killAt(bench, victim, step)
      for (const step of publicationSteps) await failAt(bench, step)
      for (const mode of modes) {
        await breakSigner(bench, 'GET /state', mode)
        await breakSigner(bench, 'POST /sign', mode)
        await breakCommit(bench, 'state-asked', mode)
        await breakCommit(bench, 'verified', mode)
      }
      await killInTheDark(bench)
      await whileNobodyApproves(bench)
      await conclude(context, bench)
    } finally {
      await bench.close()
    }
    await monthLater(context)
  },
}

type Victim = (typeof victims)[number]

async function kill({ registry }: Bench, victim: Victim): Promise<void> {
  if (victim === 'registry-api') await registry.killApi()
  else if (victim === 'signer') await registry.killSigner()
  else await registry.killDatabase()
}

async function restart({ registry }: Bench, victim: Victim): Promise<void> {
  if (victim === 'registry-api') await registry.startApi()
  else if (victim === 'signer') await registry.startSigner()
  else await registry.startDatabase()
}

/** A withdrawal is under way, another comes behind it, and at that very step a process is gone. */
async function killAt(bench: Bench, victim: Victim, step: string): Promise<void> {
  const [first, second] = [bench.nextVictim(), bench.nextVictim()]
  await bench.orderFault(`${step}:pause`)
  const seen = bench.registry.output().length
  await bench.withdraw(first)
  await until(async () => bench.registry.output().slice(seen).includes('"fault-made"'))
  // The step stands still: the second withdrawal waits behind the first.
  await bench.withdraw(second)
  await kill(bench, victim)
  await sleep(100)
  await restart(bench, victim)
  await judge(bench, `${victim} killed after "${step}"`, [first, second])
}

/** The step was done, and whoever did it does not know. */
async function failAt(bench: Bench, step: string): Promise<void> {
  const number = bench.nextVictim()
  await bench.orderFault(`${step}:fail`)
  await bench.withdraw(number)
  await judge(bench, `broken after "${step}"`, [number])
}

async function breakSigner(bench: Bench, request: string, mode: (typeof modes)[number]): Promise<void> {
  const number = bench.nextVictim()
  bench.signer.breakNext(request, mode)
  await bench.withdraw(number)
  await judge(bench, `${request} ${mode}`, [number])
  bench.context.check(`  (${request} was broken)`, bench.signer.hasBroken)
}

/** The COMMIT that follows a step: of the intent, and of the list in force. */
async function breakCommit(bench: Bench, step: string, mode: (typeof modes)[number]): Promise<void> {
  const [first, second] = [bench.nextVictim(), bench.nextVictim()]
  await bench.orderFault(`${step}:pause`)
  const seen = bench.registry.output().length
  await bench.withdraw(first)
  await until(async () => bench.registry.output().slice(seen).includes('"fault-made"'))
  bench.database.breakNext('COMMIT', mode)
  await judge(bench, `the COMMIT after "${step}" ${mode}`, [first])
  bench.context.check(`  (a COMMIT was broken)`, bench.database.hasBroken)
  bench.database.heal()
  await bench.withdraw(second)
  await judge(bench, `  and goes on`, [second])
}

/** Kills at moments nobody chose. */
async function killInTheDark(bench: Bench): Promise<void> {
  const gone: number[] = []
  for (let round = 0; round < 12; round += 1) {
    const victim = victims[round % victims.length]!
    const number = bench.nextVictim()
    gone.push(number)
    await bench.withdraw(number)
    // From at once to well after the list is out.
    await sleep(round * 35)
    await kill(bench, victim)
    await restart(bench, victim)
  }
  await judge(bench, '12 kills at any moment', gone)
}

async function judge(bench: Bench, what: string, gone: readonly number[]): Promise<void> {
  const begun = performance.now()
  const isGone = await bench.untilGone(gone)
  const ms = Math.round(performance.now() - begun)
  bench.context.check(
    `${what}: ${gone.join(' and ')} out ${ms} ms after`,
    isGone,
    bench.registry.output().slice(-2_000),
  )
  const found = await contradictions(bench)
  if (found.length > 0) bench.context.check(`${what}: no contradiction`, false, found)
}

async function whileNobodyApproves(bench: Bench): Promise<void> {
  const { context, registry } = bench
  const number = bench.nextVictim()
  const operators = await registry.request('GET', '/v1/organisations')
  const wadoHost = 'db9001.demo.mesimagesmedicales.fr'
  const added = await registry.request('POST', '/v1/drimboxes', {
    operatorId: operators.json.items[0]?.id,
    number: 9001,
    wadoHost,
    certificateDn: `CN=${wadoHost},OU=300000001831981,O=CENTRE,ST=Paris (75),C=FR`,
    supportContact: 'support@operateur.example',
  })
  context.check('an addition is entered', added.status === 201, added.text)
  await until(
    async () => (await registry.request('GET', '/v1/publications?state=awaiting')).json.items.length === 1,
  )
  const begun = performance.now()
  await bench.withdraw(number)
  const isGone = await bench.untilGone([number])
  context.check('a removal is out while the addition waits', isGone)
  context.figure('a removal, from the act to the served list (ms)', Math.round(performance.now() - begun))

  await registry.killApi()
  await registry.startApi({ REGISTRY_PUBLICATION_PERIOD_HOURS: '0.001' })
  const before = bench.watch.sequences.at(-1) ?? 0
  const isSignedAgain = await comes(async () => (bench.watch.sequences.at(-1) ?? 0) >= before + 3)
  const numbers = await bench.numbersServed()
  context.check('lists are signed again and again while nobody approves', isSignedAgain)
  context.check('none of them carries the addition', !numbers.includes(9001))
  await registry.killApi()
  await registry.startApi()
  await until(
    async () => (await registry.request('GET', '/v1/publications?state=awaiting')).json.items.length === 1,
  )
  await bench.approve()
  context.check(
    'once approved, it is out',
    await comes(async () => (await bench.numbersServed()).includes(9001)),
  )
}

/** Whether it comes before patience ends. */
async function comes(isSo: () => Promise<boolean>): Promise<boolean> {
  return until(isSo).then(
    () => true,
    () => false,
  )
}

async function conclude(context: AcceptanceContext, bench: Bench): Promise<void> {
  const { watch } = bench
  context.figure('polls, one every 50 ms', watch.polls)
  context.figure('lists seen', watch.sequences.length)
  context.check(
    'every poll was answered with a list that verifies, never an older one',
    watch.faults.length === 0,
    watch.faults,
  )
  const found = await contradictions(bench)
  context.check('no number was used twice, no two contents stand under one', found.length === 0, found)
}
