import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BoxWorld, boxWorld, call, openLine, type Peer, type RunningBox } from '../support/boxes.ts'

describe('what a peer keeps from the time when it was admitted', () => {
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

  async function delist(): Promise<void> {
    world.publish([own.entry])
    expect((await box.drimbox.pollNow()).outcome).toBe('new')
  }
  async function revoke(): Promise<void> {
    world.space.authority.revoke(peer.certificate)
    await world.renewCrls()
    expect(await box.drimbox.refreshRevocation()).toBe(true)
  }

  it.each([
    ['delisted', 'not-listed', delist],
    ['revoked', 'revoked', revoke],
  ] as const)(
    'a kept-alive line is of no use once it is %s: refused on the next request, and cut',
    async (_how, code, cut) => {
      for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
        const line = await openLine(box.drimbox.port, peer, { version })
        if (version === 'TLSv1.2') expect((await call(box.drimbox.port, peer, { line })).status).toBe(200)
        if (version === 'TLSv1.3') {
          // Opened before the cut, used after it.
          expect(line.destroyed).toBe(false)
        } else await cut()
        const closed = once(line, 'close')
        const answer = await call(box.drimbox.port, peer, { line })
        expect([answer.status, answer.code]).toEqual([403, code])
        await closed
      }
      expect(box.refusals()).toEqual([code, code])
    },
  )

  it('two requests on one line are judged apart: the first served, the second refused', async () => {
    const line = await openLine(box.drimbox.port, peer)
    expect((await call(box.drimbox.port, peer, { line })).status).toBe(200)
    expect((await call(box.drimbox.port, peer, { line })).status).toBe(200)
    await delist()
    expect((await call(box.drimbox.port, peer, { line })).code).toBe('not-listed')
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'no session of %s is ever resumed, before or after a cut',
    async (version) => {
      const sessions = await collectSessions(box.drimbox.port, version)
      expect(sessions.length).toBeGreaterThan(0)
      // TLS 1.2 hands out a session id at least; each one that was handed out is offered again.
      for (const session of sessions) {
        const again = await call(box.drimbox.port, peer, { version, session })
        expect(again.wasResumed).toBe(false)
        expect(again.status).toBe(200)
      }
      await revoke()
      for (const session of sessions) {
        const again = await call(box.drimbox.port, peer, { version, session })
        expect(again.wasResumed).toBe(false)
        expect(again.code).toBe('revoked')
      }
    },
  )

  it('a session cannot be used by somebody without the key', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      for (const session of await collectSessions(box.drimbox.port, version)) {
        const thief = await call(box.drimbox.port, undefined, { version, session })
        expect([thief.wasResumed, thief.code]).toEqual([false, 'no-certificate'])
      }
    }
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    '(control) a server with the usual settings does resume a session of %s',
    async (version) => {
      const { keyFile, certificateFile } = box.config
      const usual = createServer(
        {
          key: await readFile(keyFile),
          cert: await readFile(certificateFile),
          requestCert: true,
          rejectUnauthorized: false,
        },
        (_request, response) => response.end('{}'),
      ).listen(0, '127.0.0.1')
      await once(usual, 'listening')
      const { port } = usual.address() as AddressInfo
      const [session] = (await collectSessions(port, version)).reverse()
      expect((await call(port, peer, { version, session: session! })).wasResumed).toBe(true)
      usual.closeAllConnections()
      usual.close()
    },
  )

  async function collectSessions(port: number, version: 'TLSv1.2' | 'TLSv1.3'): Promise<Buffer[]> {
    const line: TLSSocket = await openLine(port, peer, { version })
    const sessions: Buffer[] = []
    line.on('session', (session: Buffer) => sessions.push(session))
    expect((await call(port, peer, { line })).status).toBe(200)
    const last = line.getSession()
    if (last !== undefined) sessions.push(last)
    line.destroy()
    return sessions
  }
})
