import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Issued } from '../../../demo/trust-authority.ts'
import {
  type BoxWorld,
  boxWorld,
  call,
  DAY_MS,
  HOUR_MS,
  openLine,
  type Peer,
  type RunningBox,
} from '../../support/boxes.ts'
import { publishOnDisk, startListServer } from '../../support/list-server.ts'
import type { TestEntry } from '../../support/list-content.ts'
import { signingSpace } from '../../support/sign-list.ts'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'

const SECOND_MS = 1_000
const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const

/** A box, a list server (the product's distribution) and an authority, with a clock that the line moves. */
interface Scene {
  readonly context: AcceptanceContext
  readonly world: BoxWorld
  readonly own: Peer
  readonly peer: Peer
  readonly box: RunningBox
  /** Signs these lines at the present moment (or then) and serves them through the distribution. */
  readonly publish: (entries: readonly TestEntry[], signedAt?: Date) => Promise<void>
  readonly stopListServer: () => Promise<void>
  readonly startListServer: () => Promise<void>
}

export const line: AcceptanceLine = {
  number: 7,
  title: 'Admission with real TLS, and lists that stop, go back or freeze',
  async run(context) {
    await inScene(context, 'admission', admission)
    await inScene(context, 'what a peer keeps', keptFromBefore)
    await inScene(context, 'outage', outage)
    await inScene(context, 'rollback', rollback)
    await inScene(context, 'freeze', freeze)
    await inScene(context, 'silence', silence)
  },
}

async function inScene(
  context: AcceptanceContext,
  name: string,
  act: (scene: Scene) => Promise<void>,
): Promise<void> {
  context.say(name)
  const world = await boxWorld()
  const directory = join(context.directory, name.replaceAll(' ', '-'))
  await mkdir(directory, { recursive: true })
  const long = { notAfter: new Date(world.clock().getTime() + 400 * DAY_MS) }
  const own = await world.peer(9001, long)
  const peer = await world.peer(9002, long)
  let server = await startListServer(directory, world.clock)
  let sequence = 0
  const publish = async (entries: readonly TestEntry[], signedAt?: Date): Promise<void> => {
    const bytes = world.publish(entries, signedAt === undefined ? {} : { signedAt })
    sequence += 1
    await publishOnDisk(directory, {
      sequence,
      bytes,
      signedAt: signedAt ?? world.clock(),
      entryCount: entries.length,
    })
    await server.lists.refresh()
  }
  await publish([own.entry, peer.entry])
  const { port } = server
  try {
    const box = await world.startBox(own, { whitelistUrl: `http://127.0.0.1:${port}/whitelist.xml` })
    world.advance(60_000)
    await act({
      context,
      world,
      own,
      peer,
      box,
      publish,
      stopListServer: () => server.stop(),
      startListServer: async () => void (server = await startListServer(directory, world.clock, port)),
    })
  } finally {
    await world.stop()
    await server.stop().catch(() => undefined)
  }
}

async function admission({ context, world, own, peer, box, publish }: Scene): Promise<void> {
  const { port } = box.drimbox
  for (const version of VERSIONS) {
    const answer = await call(port, peer, { version })
    context.check(
      `a listed peer is served (${version})`,
      answer.status === 200 && answer.body.includes('small object'),
      answer,
    )
  }
  const at = world.clock().getTime()
  const gone = await world.peer(9003)
  const cut = await world.peer(9004)
  await publish([own.entry, peer.entry, gone.entry, cut.entry])
  await box.drimbox.pollNow()
  context.check(
    'so are two more, before they are cut',
    (await call(port, gone)).status === 200 && (await call(port, cut)).status === 200,
  )
  world.advance(60_000)
  await publish([own.entry, peer.entry, gone.entry])
  world.space.authority.revoke(gone.certificate)
  await world.renewCrls()
  const poll = await box.drimbox.pollNow()
  await box.drimbox.refreshRevocation()
  context.check('the next list came by the distribution', poll.outcome === 'new', poll)

  const strangers: [string, string, Issued | undefined][] = [
    ['an unlisted peer', 'not-listed', await world.peer(9099)],
    ['a peer delisted just now', 'not-listed', cut],
    [
      'an expired certificate',
      'expired',
      await world.peer(9002, { notBefore: new Date(at - 2 * DAY_MS), notAfter: new Date(at - DAY_MS) }),
    ],
    [
      'a certificate not yet valid',
      'not-yet-valid',
      await world.peer(9002, { notBefore: new Date(at + DAY_MS) }),
    ],
    ['another DN for a listed host', 'dn-differs', await world.peer(9002, { ou: '300000001899999' })],
    ['the listed DN from another CA', 'chain', await world.peer(9002, {}, await signingSpace(world.clock))],
    ['a revoked certificate', 'revoked', gone],
    ['a certificate for servers only', 'usage', await world.peer(9002, { usage: 'server' })],
    ['no certificate', 'no-certificate', undefined],
  ]
  for (const [what, code, identity] of strangers) {
    for (const version of VERSIONS)
      await expectRefusal(context, box, `${what} (${version})`, code, () => call(port, identity, { version }))
    for (const path of ['/rs', '/', '/rs/object?a=b', '/rs/../rs/object', '/health.json', '/%00']) {
      await expectRefusal(
        context,
        box,
        `${what} on ${path}`,
        code,
        () => call(port, identity, { path }),
        'quiet',
      )
    }
  }
  const times: number[] = []
  const kept = await openLine(port, peer)
  for (let time = 0; time < 200; time += 1) {
    const begun = performance.now()
    await call(port, peer, { line: kept })
    times.push(performance.now() - begun)
  }
  context.figure('a judged request on an open line, median ms', times.sort((a, b) => a - b)[100]!.toFixed(2))
  const { admission: counts } = await box.drimbox.health()
  context.figure('refusals counted', JSON.stringify(counts.refused))
}

/** Refused: 403 with the code, the code in the box's log once more, not a byte of the object, and the line is cut. */
async function expectRefusal(
  context: AcceptanceContext,
  box: RunningBox,
  what: string,
  code: string,
  ask: () => ReturnType<typeof call>,
  voice: 'aloud' | 'quiet' = 'aloud',
): Promise<void> {
  const before = box.refusals().length
  const answer = await ask()
  const logged = box.refusals().slice(before)
  const isRefused = answer.status === 403 && answer.code === code && answer.headers.connection === 'close'
  const isLogged = logged.length === 1 && logged[0] === code
  const isLeaking = /small object|db900[0-9]|whitelist"/.test(answer.body)
  const holds = isRefused && isLogged && !isLeaking
  if (voice === 'aloud' || !holds) context.check(`${what} is refused: ${code}`, holds, { answer, logged })
}

async function keptFromBefore({ context, world, own, peer, box, publish }: Scene): Promise<void> {
  const { port } = box.drimbox
  const cuts: [string, string, () => Promise<unknown>][] = [
    [
      'delisted',
      'not-listed',
      async () => {
        await publish([own.entry])
        await box.drimbox.pollNow()
      },
    ],
    [
      'relisted, then revoked',
      'revoked',
      async () => {
        world.space.authority.revoke(peer.certificate)
        await world.renewCrls()
        await box.drimbox.refreshRevocation()
      },
    ],
  ]
  for (const [how, code, cut] of cuts) {
    world.advance(60_000)
    await publish([own.entry, peer.entry])
    await box.drimbox.pollNow()
    const before = await Promise.all(
      VERSIONS.map(async (version) => {
        const open = await openLine(port, peer, { version })
        const sessions: Buffer[] = []
        open.on('session', (session: Buffer) => sessions.push(session))
        const served = await call(port, peer, { line: open })
        const last = open.getSession()
        return { version, open, served, sessions: last === undefined ? sessions : [...sessions, last] }
      }),
    )
    world.advance(60_000)
    await cut()
    for (const { version, open, served, sessions } of before) {
      context.check(
        `a peer is served before it is ${how} (${version})`,
        served.status === 200 && sessions.length > 0,
        served,
      )
      const closed = once(open, 'close')
      await expectRefusal(context, box, `its kept-alive connection, ${how} (${version})`, code, () =>
        call(port, peer, { line: open }),
      )
      await closed
      for (const session of sessions) {
        let wasResumed = true
        await expectRefusal(context, box, `its resumed session, ${how} (${version})`, code, async () => {
          const answer = await call(port, peer, { version, session })
          wasResumed = answer.wasResumed
          return answer
        })
        context.check(`no session was resumed (${version})`, !wasResumed)
      }
    }
  }
}

async function outage({ context, world, own, peer, box, publish, ...server }: Scene): Promise<void> {
  await server.stopListServer()
  await world.authority.stop()
  world.advance(12 * HOUR_MS)
  const poll = await box.drimbox.pollNow()
  await box.drimbox.refreshRevocation()
  const served = await call(box.drimbox.port, peer)
  context.check(
    'list server and authority stopped: the box goes on',
    poll.outcome === 'failed' && served.status === 200,
    { poll, served },
  )
  const { alarms } = await box.drimbox.health()
  context.check(
    'and says so',
    alarms
      .map(({ code }) => code)
      .sort()
      .join() === 'crl-unreachable,list-unreachable',
    alarms,
  )
  const again = await box.restart()
  const after = await call(again.drimbox.port, peer)
  context.check('also after a restart in the middle of it', after.status === 200, after)
  await world.authority.start()
  await server.startListServer()
  await publish([own.entry, peer.entry])
  const recovered = await again.drimbox.pollNow()
  await again.drimbox.refreshRevocation()
  context.check(
    'and recovers by itself',
    recovered.outcome === 'new' && (await again.drimbox.health()).status === 'healthy',
    recovered,
  )
}

async function rollback({ context, world, own, peer, box, publish }: Scene): Promise<void> {
  world.advance(HOUR_MS)
  await publish([own.entry])
  await box.drimbox.pollNow()
  const cut = await call(box.drimbox.port, peer)
  context.check('the peer is cut by a newer list', cut.code === 'not-listed', cut)
  // Signed well, still in its time, and it would bring the peer back.
  await publish([own.entry, peer.entry], new Date(world.clock().getTime() - HOUR_MS / 2))
  const older = await box.drimbox.pollNow()
  context.check(
    'an older signed list is refused',
    older.outcome === 'refused' && older.code === 'older-than-held',
    older,
  )
  context.check(
    'and alarmed',
    (await box.drimbox.health()).alarms.some(
      ({ code, level }) => code === 'older-than-held' && level === 'critical',
    ),
  )
  context.check('and kept aside', (await box.drimbox.health()).quarantined === 1)
  context.check('the peer stays cut', (await call(box.drimbox.port, peer)).code === 'not-listed')
  const held = (await box.drimbox.health()).list!.signedAt
  await publish([own.entry, peer.entry], new Date(held))
  const same = await box.drimbox.pollNow()
  context.check('another list of the same second is refused too', same.code === 'same-time-other-bytes', same)
  const again = await box.restart()
  context.check(
    'after a restart as well',
    again.drimbox.firstPoll.code === 'same-time-other-bytes',
    again.drimbox.firstPoll,
  )
  context.check('and the peer stays cut', (await call(again.drimbox.port, peer)).code === 'not-listed')
}

async function freeze({ context, world, peer, box }: Scene): Promise<void> {
  const signedAt = new Date((await box.drimbox.health()).list!.signedAt).getTime()
  for (const [ageMs, status, reason, served] of [
    [36 * HOUR_MS - SECOND_MS, 'healthy', '', true],
    [36 * HOUR_MS, 'warning', 'signing-late', true],
    [7 * DAY_MS - SECOND_MS, 'warning', 'signing-late', true],
    [7 * DAY_MS, 'closed', 'signing-too-late', false],
    [30 * DAY_MS, 'closed', 'signing-too-late', false],
  ] as const) {
    const { poll, health, answer } = await goTo(world, box, peer, signedAt + ageMs)
    context.check(
      `the same list ${inWords(ageMs)} after its signature: the server still says 304`,
      poll.outcome === 'unchanged',
      poll,
    )
    context.check(
      `… and the box is ${status}`,
      health.status === status && health.reasons.join() === reason,
      health.reasons,
    )
    context.check(
      served ? '… its peers are served' : '… nobody is admitted: list-closed',
      served ? answer.status === 200 : answer.code === 'list-closed',
      answer,
    )
  }
}

async function silence({ context, world, own, peer, publish, box, ...server }: Scene): Promise<void> {
  // No rhythm promised, as for the lists of today: only polls count.
  const quiet = await world.startBox(own, { whitelistUrl: box.config.whitelistUrl, signedEveryMs: 0 })
  const verifiedAt = world.clock().getTime()
  await server.stopListServer()
  for (const [ageMs, status, served] of [
    [36 * HOUR_MS - SECOND_MS, 'list-unreachable', true],
    [36 * HOUR_MS, 'list-stale', true],
    [7 * DAY_MS - SECOND_MS, 'list-stale', true],
    [7 * DAY_MS, 'list-closed', false],
  ] as const) {
    const { health, answer } = await goTo(world, quiet, peer, verifiedAt + ageMs)
    const codes = health.alarms.map(({ code }) => code)
    context.check(
      `the clock ${inWords(ageMs)} after the last verified poll: ${status}`,
      codes.includes(status),
      codes,
    )
    context.check(
      served ? '… its peers are served' : '… nobody is admitted: list-closed',
      served ? answer.status === 200 : answer.code === 'list-closed',
      answer,
    )
  }
  const self = await quiet.drimbox.fetchObject(peer.host)
  context.check('… and nobody is called either', self.code === 'list-closed' && self.by === 'self', self)
  await server.startListServer()
  await publish([own.entry, peer.entry])
  const poll = await quiet.drimbox.pollNow()
  context.check(
    'a fresh list opens it again',
    poll.outcome === 'new' && (await call(quiet.drimbox.port, peer)).status === 200,
    poll,
  )
}

function inWords(ms: number): string {
  const hours = Math.round(ms / HOUR_MS)
  return ms % HOUR_MS === 0 ? `${hours} h` : `one second less than ${hours} h`
}

/** Moves the clock, with an authority that keeps its revocation lists fresh, and polls. */
async function goTo(world: BoxWorld, box: RunningBox, peer: Peer, time: number) {
  world.setTime(new Date(time))
  await world.renewCrls()
  await box.drimbox.refreshRevocation()
  const poll = await box.drimbox.pollNow()
  return { poll, health: await box.drimbox.health(), answer: await call(box.drimbox.port, peer) }
}
