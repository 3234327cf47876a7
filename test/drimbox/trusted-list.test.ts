import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type BoxWorld,
  boxWorld,
  call,
  DAY_MS,
  HOUR_MS,
  type Peer,
  type RunningBox,
} from '../support/boxes.ts'
import { signList, signingSpace } from '../support/sign-list.ts'

describe('the list that a box trusts', () => {
  let world: BoxWorld
  let own: Peer
  let peer: Peer
  let box: RunningBox

  beforeEach(async () => {
    world = await boxWorld()
    own = await world.peer(9001, { notAfter: new Date(world.clock().getTime() + 400 * DAY_MS) })
    peer = await world.peer(9002, { notAfter: new Date(world.clock().getTime() + 400 * DAY_MS) })
    world.publish([own.entry, peer.entry], { sequence: 41 })
    box = await world.startBox(own)
    world.advance(60_000)
  })
  afterEach(() => world.stop())

  const asked = async (): Promise<string | undefined> => {
    const answer = await call(box.drimbox.port, peer)
    return answer.status === 200 ? 'served' : answer.code
  }
  const alarmCodes = async (): Promise<string[]> =>
    (await box.drimbox.health()).alarms.map(({ code }) => code)
  const quarantined = (): Promise<string[]> =>
    readdir(join(box.config.dataDirectory, 'quarantine')).catch(() => [])
  /** Days pass with an authority that does its work, and polls that say what they say. */
  async function later(ms: number): Promise<void> {
    world.advance(ms)
    await world.renewCrls()
    await box.drimbox.refreshRevocation()
  }

  it('is asked for by the ETag of the one held, and 304 counts as seen', async () => {
    world.advance(HOUR_MS)
    expect((await box.drimbox.pollNow()).outcome).toBe('unchanged')
    const last = world.lists.requests.at(-1)
    expect(last?.ifNoneMatch).toMatch(/^"[0-9a-f]{64}"$/)
    expect((await box.drimbox.health()).list).toMatchObject({
      sequence: 41,
      entries: 2,
      verifiedAgeSeconds: 0,
    })
  })

  it('is not replaced by an older one, however well signed: refused, alarmed, kept aside', async () => {
    const before = world.clock()
    const old = world.publish([own.entry, peer.entry], { signedAt: new Date(before.getTime() - 2 * HOUR_MS) })
    const poll = await box.drimbox.pollNow()
    expect(poll).toMatchObject({ outcome: 'refused', code: 'older-than-held' })
    expect(await alarmCodes()).toEqual(['older-than-held'])
    const [kept] = await quarantined()
    expect(kept).toContain('older-than-held')
    expect(await readFile(join(box.config.dataDirectory, 'quarantine', kept ?? ''))).toEqual(old)
    expect(await asked()).toBe('served')
    const { status, list } = await box.drimbox.health()
    expect([status, list?.signedAt]).toEqual(['warning', '2026-11-25T10:00:00Z'])

    world.publish([own.entry, peer.entry])
    expect((await box.drimbox.pollNow()).outcome).toBe('new')
    const healed = await box.drimbox.health()
    expect([healed.status, healed.pastAlarms[0]?.code]).toEqual(['healthy', 'older-than-held'])
  })

  it('is not replaced by another one of the same second', async () => {
    world.publish([peer.entry], { signedAt: new Date('2026-11-25T10:00:00Z') })
    expect(await box.drimbox.pollNow()).toMatchObject({ outcome: 'refused', code: 'same-time-other-bytes' })
    expect(await alarmCodes()).toEqual(['same-time-other-bytes'])
    expect((await box.drimbox.health()).list?.entries).toBe(2)
  })

  it('never goes back after a restart either, even when its file is lost', async () => {
    const old = new Date(world.clock().getTime() - 2 * HOUR_MS)
    world.publish([own.entry, peer.entry], { signedAt: old })
    box = await box.restart()
    expect(box.drimbox.firstPoll).toMatchObject({ outcome: 'refused', code: 'older-than-held' })
    expect(await asked()).toBe('served')

    await box.drimbox.stop()
    const directory = join(box.config.dataDirectory, 'list')
    for (const name of await readdir(directory)) {
      if (name.endsWith('.xml')) await truncate(join(directory, name), 100)
      if (name === 'held.json') await writeFile(join(directory, name), '{')
    }
    box = await box.restart()
    expect(box.drimbox.firstPoll).toMatchObject({ outcome: 'refused', code: 'older-than-held' })
    expect(await asked()).toBe('list-closed')
    expect(await alarmCodes()).toEqual(
      expect.arrayContaining(['memory-damaged', 'no-list', 'older-than-held']),
    )

    world.publish([own.entry, peer.entry])
    expect((await box.drimbox.pollNow()).outcome).toBe('new')
    expect(await asked()).toBe('served')
    expect(await alarmCodes()).toEqual([])
  })

  it('says so where the whole memory is damaged', async () => {
    await box.drimbox.stop()
    const directory = join(box.config.dataDirectory, 'list')
    for (const name of ['held.json', 'memory.json']) await writeFile(join(directory, name), 'nonsense')
    box = await box.restart()
    expect(box.events).toContainEqual(expect.objectContaining({ event: 'alarm', code: 'memory-damaged' }))
    expect(box.drimbox.firstPoll.outcome).toBe('new')
  })

  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['document-digest', () => Buffer.from(world.publish([own.entry]).toString().replace('vi9001', 'vi9002'))],
    ['not-well-formed', () => world.publish([own.entry]).subarray(0, 900)],
    ['not-well-formed', () => Buffer.from('<html>503</html')],
    [
      'signer-dn',
      async () => {
        const signer = await world.space.authority.issueListSigner({ commonName: 'Liste Blanche Ailleurs' })
        return signList({ ...world.space, signer }, 'B', { signingTime: '2026-11-25T10:01:00Z' })
      },
    ],
    [
      'chain',
      async () => signList(await signingSpace(world.clock), 'B', { signingTime: '2026-11-25T10:01:00Z' }),
    ],
    [
      'signed-in-future',
      () => world.publish([own.entry], { signedAt: new Date(world.clock().getTime() + HOUR_MS) }),
    ],
    ['empty-list', () => world.publish([])],
  ])(
    'stays when a list fails with %s: the bad one aside, the good one in force and on disk',
    async (code, make) => {
      const bad = await make()
      world.lists.serve('/whitelist.xml', bad)
      expect(await box.drimbox.pollNow()).toMatchObject({ outcome: 'refused', code })
      expect(await alarmCodes()).toEqual(['list-refused'])
      expect(await asked()).toBe('served')
      const kept = await quarantined()
      expect(kept).toHaveLength(1)
      expect(await readFile(join(box.config.dataDirectory, 'quarantine', kept[0] ?? ''))).toEqual(bad)

      await box.drimbox.pollNow()
      expect(await quarantined()).toEqual(kept)

      await world.lists.stop()
      box = await box.restart()
      expect(await asked()).toBe('served')
    },
  )

  it('outlives the list server and the authority, also across a restart', async () => {
    await world.lists.stop()
    await world.authority.stop()
    world.advance(6 * HOUR_MS)
    expect(await box.drimbox.pollNow()).toMatchObject({ outcome: 'failed', code: 'unreachable' })
    await box.drimbox.refreshRevocation()
    expect(await asked()).toBe('served')
    expect((await alarmCodes()).sort()).toEqual(['crl-unreachable', 'list-unreachable'])

    box = await box.restart()
    expect(await asked()).toBe('served')
    expect((await box.drimbox.health()).list?.verifiedAgeSeconds).toBe(6 * 3_600 + 60)

    await world.lists.start()
    await world.authority.start()
    await box.drimbox.pollNow()
    await box.drimbox.refreshRevocation()
    expect(await alarmCodes()).toEqual([])
  })

  it('without a verified poll: warned of at 36 h, closed at 7 d, open again with the next list', async () => {
    box = await world.startBox(own, { signedEveryMs: 0 })
    await world.lists.stop()
    await later(36 * HOUR_MS - 1_000)
    await box.drimbox.pollNow()
    expect(await asked()).toBe('served')
    expect(await alarmCodes()).not.toContain('list-stale')
    await later(1_000)
    expect(await alarmCodes()).toContain('list-stale')
    expect(await asked()).toBe('served')
    await later(7 * DAY_MS - 36 * HOUR_MS - 1_000)
    expect(await asked()).toBe('served')
    await later(1_000)
    expect(await asked()).toBe('list-closed')
    expect(await alarmCodes()).toContain('list-closed')
    expect((await box.drimbox.health()).status).toBe('closed')
    expect(await box.drimbox.fetchObject(peer.host)).toMatchObject({
      ok: false,
      code: 'list-closed',
      by: 'self',
    })

    box = await box.restart()
    expect(await asked()).toBe('list-closed')

    await world.lists.start()
    world.publish([own.entry, peer.entry])
    expect((await box.drimbox.pollNow()).outcome).toBe('new')
    expect(await asked()).toBe('served')
  })

  it.each(['304', '200'])(
    'frozen, the same list for ever with %s: warned of, then closed, whatever polls answer',
    async (kind) => {
      if (kind === '200') {
        const same = world.publish([own.entry, peer.entry])
        world.lists.answerWith((_request, response) => void response.end(same))
        await box.drimbox.pollNow()
      }
      const signedAt = new Date((await box.drimbox.health()).list!.signedAt).getTime()
      const goTo = async (ageMs: number): Promise<void> => {
        await later(signedAt + ageMs - world.clock().getTime())
        expect((await box.drimbox.pollNow()).outcome).toBe(kind === '304' ? 'unchanged' : 'same')
      }
      await goTo(36 * HOUR_MS - 1_000)
      expect(await alarmCodes()).toEqual([])
      await goTo(36 * HOUR_MS)
      expect(await alarmCodes()).toEqual(['list-stale'])
      expect(await asked()).toBe('served')
      await goTo(7 * DAY_MS - 1_000)
      expect(await asked()).toBe('served')
      await goTo(7 * DAY_MS)
      expect(await asked()).toBe('list-closed')
      expect((await box.drimbox.health()).reasons).toEqual(['signing-too-late'])
    },
  )

  it('is not closed by its age where nobody promised to sign again, as for the lists of today', async () => {
    box = await world.startBox(own, { signedEveryMs: 0 })
    await later(89 * DAY_MS)
    expect((await box.drimbox.pollNow()).outcome).toBe('unchanged')
    expect(await asked()).toBe('served')
    expect((await box.drimbox.health()).status).toBe('healthy')
  })

  it('does not get younger by a clock that was set back', async () => {
    world.advance(-3 * HOUR_MS)
    expect(await alarmCodes()).toContain('clock-behind')
  })

  it('of nobody yet admits nobody, and a box without any memory says so', async () => {
    await world.lists.stop()
    const empty = await world.startBox(own)
    expect(empty.drimbox.firstPoll.outcome).toBe('failed')
    expect((await call(empty.drimbox.port, peer)).code).toBe('list-closed')
    expect((await call(empty.drimbox.port, undefined)).code).toBe('no-certificate')
    const health = await empty.drimbox.health()
    expect(health).toMatchObject({ status: 'closed', list: null, reasons: ['no-list'] })
    expect(health.alarms.map(({ code }) => code)).toContain('no-list')
  })

  it('starts again cleanly after a crash in the middle of a write', async () => {
    await box.drimbox.stop()
    const directory = join(box.config.dataDirectory, 'list')
    await writeFile(join(directory, '.held.json.0a1b2c.tmp'), '{"half')
    box = await box.restart()
    expect((await readdir(directory)).filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect(await asked()).toBe('served')
  })

  it('is one file at a time on disk, beside what was refused', async () => {
    for (let time = 0; time < 3; time += 1) {
      world.advance(60_000)
      world.publish([own.entry, peer.entry])
      await box.drimbox.pollNow()
    }
    const names = await readdir(join(box.config.dataDirectory, 'list'))
    expect(names.filter((name) => name.endsWith('.xml'))).toHaveLength(1)
    expect(names.sort()).toHaveLength(3)
    await rm(join(box.config.dataDirectory, 'list'), { recursive: true })
    world.advance(60_000)
    world.publish([own.entry, peer.entry])
    expect((await box.drimbox.pollNow()).outcome).toBe('new')
  })
})
