import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EKU, type Issued } from '../../demo/trust-authority.ts'
import {
  type BoxWorld,
  boxWorld,
  call,
  DAY_MS,
  lineFor,
  type Peer,
  type RunningBox,
} from '../support/boxes.ts'
import { signingSpace } from '../support/sign-list.ts'

describe('admission at a box, over real TLS', () => {
  let world: BoxWorld
  let own: Peer
  let box: RunningBox
  let listed: Peer

  beforeAll(async () => {
    world = await boxWorld()
    own = await world.peer(9001)
    listed = await world.peer(9002)
    world.publish([own.entry, listed.entry])
    box = await world.startBox(own)
  })
  afterAll(() => world.stop())

  /** Refused: the code at the peer, the same code in the log, nothing of the object, the line cut. */
  async function expectRefusal(identity: Issued | undefined, code: string): Promise<void> {
    const before = box.refusals().length
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      for (const path of ['/rs/object', '/rs', '/', '/unknown', '/rs/object?x=1']) {
        const answer = await call(box.drimbox.port, identity, { path, version })
        expect({ status: answer.status, code: answer.code }).toEqual({ status: 403, code })
        expect(answer.headers['content-type']).toBe('application/problem+json')
        expect(answer.headers.connection).toBe('close')
        expect(answer.body).not.toContain('object')
        expect(answer.body).not.toContain('9001')
      }
    }
    expect(box.refusals().slice(before)).toEqual(Array<string>(10).fill(code))
  }

  it('serves a listed peer, in both versions of TLS, by its line of the list', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const answer = await call(box.drimbox.port, listed, { version })
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.body)).toMatchObject({ from: own.host, to: listed.host })
      expect(answer.headers['cache-control']).toBe('no-store')
    }
    const health = await call(box.drimbox.port, listed, { path: '/rs' })
    expect(JSON.parse(health.body)).toMatchObject({ status: 'UP', whitelist: { entries: 2 } })
  })

  it('gives an admitted peer nothing under other addresses or methods', async () => {
    expect((await call(box.drimbox.port, listed, { path: '/secret' })).status).toBe(404)
    expect((await call(box.drimbox.port, listed, { path: '/rs/../rs/object' })).status).toBe(404)
    expect(
      (await call(box.drimbox.port, listed, { method: 'POST', headers: { 'content-length': '0' } })).status,
    ).toBe(405)
    expect((await call(box.drimbox.port, listed, { headers: { 'content-length': '5' } })).status).toBe(413)
  })

  it('refuses old versions of TLS before anything is said', async () => {
    await expect(call(box.drimbox.port, listed, { version: 'TLSv1.1' })).rejects.toThrow()
  })

  it.each<[string, Record<string, string>, string]>([
    ['without a Host', { host: '' }, 'GET'],
    ['that expects to be invited', { expect: '100-continue', 'content-length': '5' }, 'PUT'],
    ['that expects something else', { expect: 'nothing' }, 'GET'],
    ['for another protocol', { connection: 'upgrade', upgrade: 'websocket' }, 'GET'],
    ['with a body in pieces', { 'transfer-encoding': 'chunked' }, 'POST'],
  ])('judges a request %s as any other: its sender first', async (_what, headers, method) => {
    const stranger = await call(box.drimbox.port, undefined, { headers, method })
    expect([stranger.status, stranger.code]).toEqual([403, 'no-certificate'])
  })

  it('gives a tunnel to nobody', async () => {
    const tunnel = await call(box.drimbox.port, listed, { method: 'CONNECT', path: 'localhost:22' })
    expect(tunnel.status).toBeUndefined()
  })

  it('refuses who presents no certificate', () => expectRefusal(undefined, 'no-certificate'))

  it('refuses a good certificate that is not listed', async () => {
    await expectRefusal(await world.peer(9099), 'not-listed')
  })

  it('refuses another holder of a certificate for a listed host', async () => {
    await expectRefusal(await world.peer(9002, { ou: '300000001899999' }), 'dn-differs')
  })

  it('refuses the listed name from an authority that is not pinned', async () => {
    const elsewhere = await signingSpace(world.clock)
    await expectRefusal(await world.peer(9002, {}, elsewhere), 'chain')
  })

  it('refuses the listed name made by the holder itself', async () => {
    const impostor = await signingSpace(world.clock)
    const forged = await impostor.authority.issueBoxCertificate({ host: listed.host })
    expect(lineFor(forged, listed.host, 9002).certificateDn).toBe(listed.entry.certificateDn)
    await expectRefusal(forged, 'chain')
  })

  it('refuses a certificate before its time and after it', async () => {
    const at = world.clock().getTime()
    const future = await world.peer(9002, {
      notBefore: new Date(at + DAY_MS),
      notAfter: new Date(at + 2 * DAY_MS),
    })
    await expectRefusal(future, 'not-yet-valid')
    const past = await world.peer(9002, {
      notBefore: new Date(at - 2 * DAY_MS),
      notAfter: new Date(at - DAY_MS),
    })
    await expectRefusal(past, 'expired')
  })

  it('refuses a certificate that is not for clients', async () => {
    await expectRefusal(await world.peer(9002, { usage: 'server' }), 'usage')
    await expectRefusal(await world.peer(9002, { extendedKeyUsages: [EKU.emailProtection] }), 'usage')
  })

  it('refuses a revoked certificate once the revocation list is fetched, though its line still stands', async () => {
    const gone = await world.peer(9003)
    world.advance(60_000)
    world.publish([own.entry, listed.entry, gone.entry])
    await box.drimbox.pollNow()
    expect((await call(box.drimbox.port, gone)).status).toBe(200)
    world.advance(60_000)
    world.space.authority.revoke(gone.certificate)
    await world.renewCrls()
    expect(await box.drimbox.refreshRevocation()).toBe(true)
    await expectRefusal(gone, 'revoked')
    expect((await call(box.drimbox.port, listed)).status).toBe(200)
  })

  it('refuses a peer that the newest list no longer names, at once', async () => {
    const cut = await world.peer(9004)
    world.advance(60_000)
    world.publish([own.entry, listed.entry, cut.entry])
    await box.drimbox.pollNow()
    expect((await call(box.drimbox.port, cut)).status).toBe(200)
    world.advance(60_000)
    world.publish([own.entry, listed.entry])
    await box.drimbox.pollNow()
    await expectRefusal(cut, 'not-listed')
    expect((await call(box.drimbox.port, listed)).status).toBe(200)
  })

  it('counts whom it admits and why it refuses, and logs no address, path or key', async () => {
    const { admission } = await box.drimbox.health()
    expect(admission.admitted).toBeGreaterThan(5)
    expect(admission.refused).toMatchObject({
      'no-certificate': 15,
      'dn-differs': 10,
      chain: 20,
      'not-yet-valid': 10,
      expired: 10,
      usage: 20,
      revoked: 10,
    })
    const text = JSON.stringify(box.events.filter(({ event }) => event !== 'crl-adopted'))
    for (const word of ['127.0.0.1:', '/rs/object', 'PRIVATE KEY', '?x=1']) expect(text).not.toContain(word)
  })

  it('keeps peers out of each other’s way: a client that sends nonsense costs only its own line', async () => {
    const nonsense = await call(box.drimbox.port, listed, { method: 'NON SENSE' })
    expect(nonsense.status).toBeUndefined()
    expect((await call(box.drimbox.port, listed)).status).toBe(200)
  })
})
