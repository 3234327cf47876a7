import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ListDirectory, ask, listDirectory, startOn } from './support.ts'

describe('the directory behind the distribution', () => {
  let lists: ListDirectory
  let distribution: Awaited<ReturnType<typeof startOn>> | undefined

  beforeEach(async () => {
    lists = await listDirectory()
  })
  afterEach(async () => {
    await distribution?.stop()
    distribution = undefined
    await lists.remove()
  })
  async function start(pollMs?: number) {
    return (distribution = await startOn(lists.path, pollMs))
  }
  const served = async () => (await ask(distribution!.port, '/whitelist.xml')).body.toString()
  const health = async () =>
    JSON.parse((await ask(distribution!.port, '/healthz')).body.toString()) as Record<string, unknown>

  it('may be empty: 503 until the first list, then the list at once', async () => {
    const { port } = await start()
    const before = await ask(port, '/whitelist.xml')
    expect([before.status, before.headers['cache-control']]).toEqual([503, 'no-store'])
    expect((await ask(port, '/whitelists/1.xml')).status).toBe(404)
    expect((await ask(port, '/healthz')).status).toBe(503)
    await lists.publish(1, 'one')
    // No poll comes in this test: only the event of the rename can tell.
    await expect.poll(served, { timeout: 20_000, interval: 10 }).toBe('one')
  })

  it('is noticed by polling where no event comes, and when it is replaced as a whole', async () => {
    await lists.publish(1, 'one')
    await start(50)
    await rename(lists.path, `${lists.path}-gone`)
    await expect.poll(async () => (await health()).status, { timeout: 20_000 }).toBe('in-doubt')
    expect(await served()).toBe('one')
    await mkdir(lists.path)
    await lists.publish(2, 'two')
    await expect.poll(served, { timeout: 20_000 }).toBe('two')
    expect((await health()).status).toBe('ok')
    await rm(`${lists.path}-gone`, { recursive: true })
  })

  it.each<[string, string, (lists: ListDirectory) => Promise<unknown>]>([
    [
      'a half-written file',
      'file-mismatch',
      async (l) => {
        await l.put('6.xml', 'si')
        await l.put('current.json', l.record(6, 'six'))
      },
    ],
    [
      'another file of the same length',
      'file-mismatch',
      async (l) => {
        await l.put('6.xml', 'xis')
        await l.put('current.json', l.record(6, 'six'))
      },
    ],
    [
      'a file that is longer than said',
      'file-mismatch',
      async (l) => {
        await l.put('6.xml', 'six and more')
        await l.put('current.json', l.record(6, 'six'))
      },
    ],
    ['a record without its file', 'file-missing', (l) => l.put('current.json', l.record(6, 'six'))],
    [
      'a record that is cut',
      'record-unreadable',
      (l) => l.put('current.json', l.record(6, 'six').slice(0, 30)),
    ],
    ['a record of another shape', 'record-unreadable', (l) => l.put('current.json', '{"sequence":"6"}')],
    [
      'a time that would be a header of its own',
      'record-unreadable',
      (l) => l.put('current.json', l.record(6, 'six', '2026-11-25T10:00:00Z\r\nset-cookie: a=b')),
    ],
    ['an older number', 'sequence-went-back', (l) => l.publish(4, 'four')],
    ['other bytes under the number served', 'content-changed', (l) => l.publish(5, 'other')],
    ['no record any more', 'record-missing', (l) => rm(join(l.path, 'current.json'))],
    [
      'a link in place of the file',
      'directory-unreadable',
      async (l) => {
        await writeFile(join(l.path, 'elsewhere'), 'six')
        await symlink(join(l.path, 'elsewhere'), join(l.path, '6.xml'))
        await l.put('current.json', l.record(6, 'six'))
      },
    ],
    [
      'a size beyond the bound',
      'too-large',
      (l) => l.put('current.json', l.record(6, 'six').replace('"bytes":3', '"bytes":999999999')),
    ],
  ])('with %s is in doubt (%s): the last good list stays', async (_what, code, meddle) => {
    await lists.publish(5, 'five')
    const { lists: state, events } = await start()
    await meddle(lists)
    await state.refresh()
    expect(state.doubt()?.code).toBe(code)
    expect(await served()).toBe('five')
    expect(await health()).toMatchObject({ status: 'in-doubt', doubt: code, sequence: 5 })
    expect(events.at(-1)).toMatchObject({ event: 'directory-in-doubt', code, serving: 5 })

    await state.refresh()
    expect(events.filter(({ event }) => event === 'directory-in-doubt')).toHaveLength(1)

    await rm(join(lists.path, '6.xml'), { force: true })
    await lists.publish(6, 'sound again')
    await state.refresh()
    expect(state.doubt()).toBeUndefined()
    expect(await served()).toBe('sound again')
  })

  it('never lets an old list out whose bytes are not those of its record', async () => {
    await lists.publish(1, 'one')
    await lists.publish(2, 'two')
    const { port } = await start()
    await truncate(join(lists.path, '1.xml'), 2)
    const cut = await ask(port, '/whitelists/1.xml')
    expect([cut.status, cut.headers['cache-control']]).toEqual([503, 'no-store'])
    expect(JSON.parse(cut.body.toString())).toMatchObject({ code: 'list-in-doubt' })
    await lists.put('1.json', lists.record(2, 'two'))
    expect((await ask(port, '/whitelists/1.xml')).status).toBe(503)
  })

  it('is only read', async () => {
    await lists.publish(1, 'one')
    const before = await readdir(lists.path)
    const { port } = await start(20)
    await ask(port, '/whitelist.xml')
    await ask(port, '/whitelists/1.xml')
    expect(await readdir(lists.path)).toEqual(before)
  })

  it('shows nothing but whole lists while a writer is at work', async () => {
    const text = (n: number) => `list ${n} ${'x'.repeat(200_000)}`
    await lists.publish(1, text(1))
    const { port } = await start(10)
    let isWriting = true
    const writer = (async () => {
      for (let n = 2; n <= 30; n += 1) await lists.publish(n, text(n))
      isWriting = false
    })()
    let seen = 0
    let last = 0
    while (isWriting || last < 30) {
      const { status, headers, body } = await ask(port, '/whitelist.xml')
      const sequence = Number(headers['x-whitelist-sequence'])
      expect(status).toBe(200)
      expect(body.toString()).toBe(text(sequence))
      expect(sequence).toBeGreaterThanOrEqual(last)
      last = sequence
      seen += 1
    }
    await writer
    expect(seen).toBeGreaterThan(5)
  })

  it('answers with identity at once for a list of 5 MB, and keeps answering while it is compressed', async () => {
    await lists.publish(1, 'small')
    const { port, lists: state } = await start()
    const big = randomBytes(2_500_000).toString('hex')
    await lists.publish(2, big)
    await state.refresh()
    const at = await ask(port, '/whitelist.xml', { headers: { 'accept-encoding': 'br' } })
    expect(at.headers['content-encoding']).toBeUndefined()
    expect(at.body.length).toBe(5_000_000)
    await state.compressed()
    const later = await ask(port, '/whitelist.xml', { headers: { 'accept-encoding': 'br' } })
    expect(later.headers['content-encoding']).toBe('br')
    expect(later.body.length).toBeLessThan(3_000_000)
  })
})
