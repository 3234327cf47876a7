import { readdir, writeFile } from 'node:fs/promises'
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
import { signingSpace } from '../support/sign-list.ts'

describe('the revocation lists of a box', () => {
  let world: BoxWorld
  let own: Peer
  let peer: Peer
  let box: RunningBox

  beforeEach(async () => {
    world = await boxWorld()
    own = await world.peer(9001)
    peer = await world.peer(9002)
    world.publish([own.entry, peer.entry])
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

  it('are shown with their issuer and age', async () => {
    const { revocationLists } = await box.drimbox.health()
    expect(revocationLists).toHaveLength(3)
    for (const list of revocationLists) expect(list).toMatchObject({ ageSeconds: 60, fault: null })
    expect(revocationLists.map(({ issuer }) => issuer).join()).toContain('SERVEURS')
  })

  it('are required: without one of them nobody is admitted and no list is believed', async () => {
    await world.authority.stop()
    const bare = await world.startBox(own)
    expect(bare.drimbox.firstPoll).toMatchObject({ outcome: 'refused', code: 'revocation-unknown' })
    expect((await call(bare.drimbox.port, peer)).code).toBe('list-closed')
    // No fault of the list: it is not put aside, and it is asked for again as soon as the lists come.
    expect((await bare.drimbox.health()).quarantined).toBe(0)
    await world.authority.start()
    await bare.drimbox.refreshRevocation()
    await expect.poll(async () => (await call(bare.drimbox.port, peer)).status, { timeout: 20_000 }).toBe(200)
  })

  it('count 24 h past their end, with an alarm, and not longer', async () => {
    await world.authority.stop()
    world.advance(2 * DAY_MS - 60_000)
    expect(await asked()).toBe('served')
    world.advance(1_000)
    await box.drimbox.refreshRevocation()
    expect(await alarmCodes()).toContain('crl-expired')
    expect(await asked()).toBe('served')
    world.advance(DAY_MS - 1_000)
    expect(await asked()).toBe('served')
    world.advance(1_000)
    expect(await asked()).toBe('revocation-unknown')
    await world.authority.start()
    await world.renewCrls()
    await box.drimbox.refreshRevocation()
    expect(await asked()).toBe('served')
    expect(await alarmCodes()).not.toContain('crl-expired')
  })

  it('are kept on disk: a start without the authority still knows who is revoked', async () => {
    world.space.authority.revoke(peer.certificate)
    await world.renewCrls()
    await box.drimbox.refreshRevocation()
    await world.authority.stop()
    await world.lists.stop()
    box = await box.restart()
    expect(await asked()).toBe('revoked')
  })

  it('are asked for at the configured addresses and nowhere else', async () => {
    const paths = new Set(world.authority.requests.map(({ path }) => path))
    expect([...paths].sort()).toEqual(['/lists.crl', '/root.crl', '/servers.crl'])
  })

  it.each<[string, () => Promise<Buffer>]>([
    [
      'one of another authority of that name',
      async () => Buffer.from(await (await signingSpace(world.clock)).authority.crl('servers')),
    ],
    ['one of another pinned authority', async () => Buffer.from(await world.space.authority.crl('root'))],
    [
      'an older one',
      async () =>
        Buffer.from(
          await world.space.authority.crl('servers', {
            thisUpdate: new Date(world.clock().getTime() - HOUR_MS),
          }),
        ),
    ],
    [
      'one from the future',
      async () =>
        Buffer.from(
          await world.space.authority.crl('servers', {
            thisUpdate: new Date(world.clock().getTime() + HOUR_MS),
          }),
        ),
    ],
    ['nonsense', async () => Buffer.from('<html>maintenance</html>')],
    ['nothing', async () => Buffer.alloc(0)],
    ['a cut one', async () => Buffer.from(await world.space.authority.crl('servers')).subarray(0, 100)],
  ])('are not replaced by %s: put aside, alarmed, the good one stays', async (_what, make) => {
    world.space.authority.revoke(peer.certificate)
    await world.renewCrls(['servers'])
    await box.drimbox.refreshRevocation()
    world.authority.serve('/servers.crl', await make())
    expect(await box.drimbox.refreshRevocation()).toBe(false)
    expect(await alarmCodes()).toEqual(['crl-refused'])
    expect(await asked()).toBe('revoked')
    expect(await readdir(join(box.config.dataDirectory, 'quarantine'))).toHaveLength(1)
    box = await box.restart()
    expect(await asked()).toBe('revoked')
  })

  it('damaged on disk prove nothing: nobody is admitted until they are fetched again', async () => {
    await world.authority.stop()
    await box.drimbox.stop()
    const directory = join(box.config.dataDirectory, 'revocation')
    for (const name of await readdir(directory)) await writeFile(join(directory, name), 'nonsense')
    box = await box.restart()
    expect(await asked()).toBe('list-closed')
    expect(await alarmCodes()).toContain('held-not-verified')
    await world.authority.start()
    await box.drimbox.refreshRevocation()
    expect(await asked()).toBe('served')
  })

  it('that name the signer close the box at once: another may hold its key', async () => {
    world.space.authority.revoke(world.space.signer.certificate)
    await world.renewCrls()
    await box.drimbox.refreshRevocation()
    expect(await asked()).toBe('list-closed')
    expect(await box.drimbox.health()).toMatchObject({ status: 'closed', reasons: ['distrusted'] })
    expect(await box.drimbox.pollNow()).toMatchObject({ outcome: 'refused', code: 'signer-revoked' })

    const signer = await world.space.authority.issueListSigner()
    world.publish([own.entry, peer.entry], { by: { ...world.space, signer } })
    expect((await box.drimbox.pollNow()).outcome).toBe('new')
    expect(await asked()).toBe('served')
  })

  it('are bounded in size', async () => {
    world.authority.serve('/servers.crl', Buffer.alloc(1_000_001))
    await box.drimbox.refreshRevocation()
    expect(await alarmCodes()).toEqual(['crl-unreachable'])
    expect(await asked()).toBe('served')
  })
})

describe('a signer that expires', () => {
  it('lets its last list grow old as any other, across a restart too, and signs no more', async () => {
    const world = await boxWorld()
    const own = await world.peer(9001)
    const signer = await world.space.authority.issueListSigner({
      notAfter: new Date(world.clock().getTime() + DAY_MS),
    })
    const short = { ...world.space, signer }
    world.publish([own.entry], { by: short })
    let box = await world.startBox(own, { signedEveryMs: 0 })
    world.advance(DAY_MS + 1_000)
    await world.renewCrls()
    await box.drimbox.refreshRevocation()
    expect((await call(box.drimbox.port, own)).status).toBe(200)
    expect(await box.drimbox.pollNow()).toMatchObject({ outcome: 'unverified', code: 'signer-expired' })

    box = await box.restart()
    expect((await call(box.drimbox.port, own)).status).toBe(200)
    expect((await box.drimbox.health()).alarms.map(({ code }) => code)).toContain('held-not-verified')

    world.publish([own.entry], { by: short })
    expect(await box.drimbox.pollNow()).toMatchObject({ outcome: 'refused', code: 'signer-expired' })

    world.advance(6 * DAY_MS)
    await world.renewCrls()
    await box.drimbox.refreshRevocation()
    expect((await call(box.drimbox.port, own)).code).toBe('list-closed')
    await world.stop()
  })
})
