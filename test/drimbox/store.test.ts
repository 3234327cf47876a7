import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { quarantine } from '../../drimbox/src/quarantine.ts'
import { writeAtomically, type WriteFile } from '../../drimbox/src/write-atomically.ts'
import { type BoxWorld, boxWorld, call, HOUR_MS, type Peer } from '../support/boxes.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drim-store-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

describe('an atomic write', () => {
  it('replaces a file as a whole and leaves nothing beside it', async () => {
    const path = join(directory, 'file')
    await writeAtomically(path, Buffer.from('one'))
    await writeAtomically(path, Buffer.from('two'))
    expect(await readFile(path, 'utf8')).toBe('two')
    expect(await readdir(directory)).toEqual(['file'])
  })

  it('that fails leaves the old file and no rest', async () => {
    const path = join(directory, 'file')
    await writeFile(path, 'old')
    await expect(writeAtomically(path, 'not bytes' as unknown as Uint8Array)).resolves.toBeUndefined()
    await expect(writeAtomically(join(directory, 'none', 'file'), Buffer.from('x'))).rejects.toMatchObject({
      code: 'ENOENT',
    })
    await expect(writeAtomically(directory, Buffer.from('x'))).rejects.toThrow()
    expect(await readdir(directory)).toEqual(['file'])
  })
})

describe('the quarantine', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 10, 25, 10, 0, second))

  it('keeps what was refused, once, under a name that tells when and why', async () => {
    const aside = quarantine({ directory: join(directory, 'q'), writeFile: writeAtomically })
    const name = await aside.keep(Buffer.from('bad'), 'document-digest', at(0))
    expect(name).toMatch(/^2026-11-25T10-00-00\.000Z_document-digest_[0-9a-f]{16}\.refused$/)
    expect(await aside.keep(Buffer.from('bad'), 'document-digest', at(1))).toBe(name)
    expect(await readFile(join(directory, 'q', name), 'utf8')).toBe('bad')
    expect(await aside.count()).toBe(1)
  })

  it('is bounded in number and in bytes: the oldest give way', async () => {
    const aside = quarantine({ directory, writeFile: writeAtomically })
    for (let time = 0; time < 30; time += 1) await aside.keep(Buffer.from(`bad ${time}`), 'chain', at(time))
    const names = (await readdir(directory)).sort()
    expect(names).toHaveLength(20)
    expect(await readFile(join(directory, names[0] ?? ''), 'utf8')).toBe('bad 10')
    for (let time = 30; time < 33; time += 1)
      await aside.keep(Buffer.alloc(60_000_000, time), 'chain', at(time))
    expect((await readdir(directory)).length).toBeLessThan(20)
    expect(await aside.count()).toBe(2)
  })

  it('counts nothing where there is nothing', async () => {
    expect(await quarantine({ directory: join(directory, 'none'), writeFile: writeAtomically }).count()).toBe(
      0,
    )
  })
})

describe('a full disk', () => {
  let world: BoxWorld
  let own: Peer
  let peer: Peer
  let isFull: boolean
  const writeUnlessFull: WriteFile = async (path, bytes) => {
    if (isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    await writeAtomically(path, bytes)
  }

  beforeEach(async () => {
    isFull = false
    world = await boxWorld()
    own = await world.peer(9001)
    peer = await world.peer(9002)
    world.publish([own.entry, peer.entry])
  })
  afterEach(() => world.stop())

  it('does not delay a cut: the new list counts from memory, with an alarm, and is stored once there is room', async () => {
    let box = await world.startBox(own, {}, { writeFile: writeUnlessFull })
    isFull = true
    world.advance(60_000)
    world.publish([own.entry])
    expect((await box.drimbox.pollNow()).outcome).toBe('new')
    expect((await call(box.drimbox.port, peer)).code).toBe('not-listed')
    const { alarms, status } = await box.drimbox.health()
    expect(status).toBe('warning')
    expect(alarms).toMatchObject([
      { code: 'store-failed', level: 'critical', detail: expect.stringContaining('ENOSPC') as string },
    ])

    isFull = false
    world.advance(HOUR_MS)
    expect((await box.drimbox.pollNow()).outcome).toBe('unchanged')
    expect((await box.drimbox.health()).alarms).toEqual([])
    await world.lists.stop()
    box = await box.restart()
    expect((await call(box.drimbox.port, peer)).code).toBe('not-listed')
  })

  it('does not stop a first start, nor a refusal, nor a revocation', async () => {
    isFull = true
    const box = await world.startBox(own, {}, { writeFile: writeUnlessFull })
    expect((await call(box.drimbox.port, peer)).status).toBe(200)
    world.advance(60_000)
    world.publish([own.entry], { signedAt: new Date('2026-11-25T09:00:00Z') })
    expect((await box.drimbox.pollNow()).code).toBe('older-than-held')
    world.space.authority.revoke(peer.certificate)
    await world.renewCrls()
    await box.drimbox.refreshRevocation()
    expect((await call(box.drimbox.port, peer)).code).toBe('revoked')
    expect((await box.drimbox.health()).alarms.map(({ code }) => code).sort()).toEqual([
      'crl-store-failed',
      'older-than-held',
      'quarantine-failed',
      'store-failed',
    ])
  })

  it('half-way through a write leaves the list before', async () => {
    let writes = 0
    const failing: WriteFile = async (path, bytes) => {
      // The bytes get through, the record that names them does not.
      if (isFull && path.endsWith('.json')) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
      writes += 1
      await writeAtomically(path, bytes)
    }
    let box = await world.startBox(own, {}, { writeFile: failing })
    isFull = true
    world.advance(60_000)
    world.publish([own.entry])
    await box.drimbox.pollNow()
    expect(writes).toBeGreaterThan(0)
    await world.lists.stop()
    box = await box.restart()
    expect((await box.drimbox.health()).list?.entries).toBe(2)
    expect((await call(box.drimbox.port, peer)).status).toBe(200)
  })
})
