import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BoxWorld, boxWorld, type Peer, type RunningBox } from '../support/boxes.ts'

describe('the health of a box over HTTP', () => {
  let world: BoxWorld
  let own: Peer
  let box: RunningBox
  beforeAll(async () => {
    world = await boxWorld()
    own = await world.peer(9001)
    world.publish([own.entry], { sequence: 12 })
    box = await world.startBox(own)
  })
  afterAll(() => world.stop())
  const get = (path: string, init?: RequestInit) =>
    fetch(`http://127.0.0.1:${box.drimbox.healthPort}${path}`, init)

  it('tells tools what is held, where its number comes from, and how polls went', async () => {
    const response = await get('/health.json')
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toMatchObject({
      status: 'healthy',
      self: 'listed',
      number: 9001,
      list: { entries: 1, sequence: 12, signedAt: '2026-11-25T10:00:00Z', signedAgeSeconds: 0, profile: 'B' },
      polls: { last: [{ outcome: 'new', code: null }] },
      revocationLists: [{ ageSeconds: 0 }, { ageSeconds: 0 }, { ageSeconds: 0 }],
      alarms: [],
      admission: { admitted: 0, refused: {} },
    })
  })

  it('shows people the same, as a page without script under a strict policy', async () => {
    const response = await get('/')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    const page = await response.text()
    expect(page).toContain('Cette DRIMbox suit la liste blanche.')
    expect(page).not.toContain('<script')
  })

  it('warns where the box itself is not on the list, and is closed without a list', async () => {
    world.advance(60_000)
    const other = await world.peer(9002)
    world.publish([other.entry])
    await box.drimbox.pollNow()
    const warned = (await (await get('/health.json')).json()) as {
      status: string
      self: string
      alarms: { code: string }[]
    }
    expect(warned).toMatchObject({
      status: 'warning',
      self: 'not-listed',
      alarms: [{ code: 'own-certificate' }],
    })
    await world.lists.stop()
    const empty = await world.startBox(own)
    const response = await fetch(`http://127.0.0.1:${empty.drimbox.healthPort}/health.json`)
    expect([response.status, ((await response.json()) as { status: string }).status]).toEqual([503, 'closed'])
    const page = await fetch(`http://127.0.0.1:${empty.drimbox.healthPort}/`)
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining('n’admet personne') as string,
    ])
  })

  it('has nothing else, and takes nothing', async () => {
    expect((await get('/rs/object')).status).toBe(404)
    expect((await get('/', { method: 'POST' })).status).toBe(405)
    expect((await get('/', { method: 'HEAD' })).status).toBe(200)
  })

  it('holds no key, mailbox or holder of a listed certificate', async () => {
    const text = await (await get('/health.json')).text()
    for (const word of ['PRIVATE', '@', 'ÉTOILE', '300000001800001']) expect(text).not.toContain(word)
  })
})
