import { once } from 'node:events'
import { createServer as createHttpsServer } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Issued } from '../../demo/trust-authority.ts'
import { type BoxWorld, boxWorld, DAY_MS, type Peer, type RunningBox } from '../support/boxes.ts'
import { signingSpace } from '../support/sign-list.ts'

describe('a box that fetches from another', () => {
  let world: BoxWorld
  let own: Peer
  let other: Peer
  let box: RunningBox
  const closers: (() => void)[] = []

  beforeEach(async () => {
    world = await boxWorld()
    own = await world.peer(9001)
    other = await world.peer(9002)
    world.publish([own.entry, other.entry])
    box = await world.startBox(own)
  })
  afterEach(async () => {
    for (const close of closers.splice(0)) close()
    await world.stop()
  })

  /** A server that shows this certificate under the name of the other box, and notes whether a request reached it. */
  async function impersonate(
    identity: Issued,
    answer = '{"stolen":true}',
  ): Promise<{ dialled: () => number; asked: () => number }> {
    let asked = 0
    let dialled = 0
    const server = createHttpsServer(
      { key: identity.privateKeyPem, cert: identity.pem, requestCert: true, rejectUnauthorized: false },
      (_request, response) => {
        asked += 1
        response.end(answer)
      },
    ).listen(0, '127.0.0.1')
    server.on('connection', () => (dialled += 1))
    await once(server, 'listening')
    closers.push(() => {
      server.closeAllConnections()
      server.close()
    })
    world.places.set(other.host, { address: '127.0.0.1', port: (server.address() as { port: number }).port })
    return { dialled: () => dialled, asked: () => asked }
  }

  it('gets the object when both are listed, each with its own certificate', async () => {
    await world.startBox(other)
    const answer = await box.drimbox.fetchObject(other.host)
    expect(answer).toMatchObject({ ok: true, status: 200, body: { from: other.host, to: own.host } })
  })

  it('learns the code when the other refuses it', async () => {
    const there = await world.startBox(other)
    world.advance(60_000)
    world.publish([other.entry])
    await there.drimbox.pollNow()
    expect(await box.drimbox.fetchObject(other.host)).toMatchObject({
      ok: false,
      status: 403,
      code: 'not-listed',
      by: 'peer',
    })
    expect(there.refusals()).toEqual(['not-listed'])
  })

  it('never dials a name that the list does not hold', async () => {
    const rogue = await impersonate(other)
    world.places.set('db9099.demo.mesimagesmedicales.fr', world.places.get(other.host)!)
    expect(await box.drimbox.fetchObject('db9099.demo.mesimagesmedicales.fr')).toMatchObject({
      ok: false,
      code: 'not-listed',
      by: 'self',
    })
    expect(rogue.dialled()).toBe(0)
  })

  it.each<[string, () => Promise<Issued>]>([
    ['dn-differs', () => world.peer(9002, { ou: '300000001899999' })],
    ['dn-differs', async () => world.peer(9003)],
    ['chain', async () => world.peer(9002, {}, await signingSpace(world.clock))],
    [
      'expired',
      () =>
        world.peer(9002, {
          notBefore: new Date(world.clock().getTime() - 2 * DAY_MS),
          notAfter: new Date(world.clock().getTime() - DAY_MS),
        }),
    ],
    ['usage', () => world.peer(9002, { usage: 'client' })],
  ])('sends nothing to a server whose certificate is refused: %s', async (code, make) => {
    const rogue = await impersonate(await make())
    expect(await box.drimbox.fetchObject(other.host)).toMatchObject({
      ok: false,
      status: null,
      code,
      by: 'self',
    })
    expect(rogue.asked()).toBe(0)
  })

  it('sends nothing to a server whose certificate was revoked', async () => {
    const rogue = await impersonate(other)
    world.advance(60_000)
    world.space.authority.revoke(other.certificate)
    await world.renewCrls()
    await box.drimbox.refreshRevocation()
    expect(await box.drimbox.fetchObject(other.host)).toMatchObject({
      ok: false,
      code: 'revoked',
      by: 'self',
    })
    expect(rogue.asked()).toBe(0)
  })

  it('bounds what it reads and passes on no text that is no code', async () => {
    await impersonate(other, `"${'x'.repeat(2_000_000)}"`)
    expect(await box.drimbox.fetchObject(other.host)).toMatchObject({ ok: false, code: 'too-large' })
  })

  it('says what the road did', async () => {
    expect(await box.drimbox.fetchObject(other.host)).toMatchObject({ ok: false, code: 'name-unknown' })
    world.places.set(other.host, { address: '127.0.0.1', port: 1 })
    expect(await box.drimbox.fetchObject(other.host)).toMatchObject({ ok: false, code: 'unreachable' })
    const noTls = createTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n')).listen(0, '127.0.0.1')
    await once(noTls, 'listening')
    closers.push(() => noTls.close())
    world.places.set(other.host, { address: '127.0.0.1', port: (noTls.address() as { port: number }).port })
    expect(await box.drimbox.fetchObject(other.host)).toMatchObject({ ok: false, code: 'tls-failed' })
  })

  it('does not fetch where it has no such role, and a box that is no source has no object', async () => {
    const source = await world.startBox(own, { roles: ['source'] })
    expect(await source.drimbox.fetchObject(other.host)).toMatchObject({ ok: false, code: 'not-a-consumer' })
    await world.startBox(other, { roles: ['consumer'] })
    expect(await box.drimbox.fetchObject(other.host)).toMatchObject({ ok: false, status: 404, by: 'peer' })
  })
})
