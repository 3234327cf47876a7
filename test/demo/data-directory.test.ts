import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { firstSetUp } from '../../demo/launch/first-set-up.ts'
import { openInstance } from '../../demo/launch/instance.ts'
import { layoutOf, type Layout } from '../../demo/launch/layout.ts'
import { endLeftOvers, noteChildren } from '../../demo/launch/left-overs.ts'
import { lockDataDirectory } from '../../demo/launch/lock.ts'
import { identityOf } from '../../demo/launch/process-identity.ts'
import { renewTrustMaterial } from '../../demo/launch/renew.ts'
import { systemClock } from '../../demo/clock.ts'

let home: string
let layout: Layout

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'drim-test-data-'))
  layout = layoutOf(join(home, 'data'), home)
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const fake = async (aside: Layout): Promise<void> => {
  for (const part of ['authority', 'signer', 'approver', 'registry', 'boxes']) {
    mkdirSync(join(aside.root, part))
    writeFileSync(join(aside.root, part, 'made'), 'by this set-up')
  }
}
const open = (setUp: (aside: Layout) => Promise<void> = fake) => {
  mkdirSync(layout.root, { recursive: true })
  return openInstance(layout, { clock: systemClock, say: () => undefined, setUp })
}

describe('lock of the data directory', () => {
  it('lets one in at a time, says who is in, and touches nothing', async () => {
    const lock = await lockDataDirectory(layout, systemClock)
    lock.tell('http://localhost:3000')
    const before = readFileSync(layout.lockFile, 'utf8')
    await expect(lockDataDirectory(layout, systemClock)).rejects.toMatchObject({
      code: 'already-running',
      message: expect.stringMatching(new RegExp(`pid ${process.pid}.*http://localhost:3000`)) as string,
    })
    expect(readFileSync(layout.lockFile, 'utf8')).toBe(before)
    await lock.release()
    expect(existsSync(layout.lockFile)).toBe(false)
    await (await lockDataDirectory(layout, systemClock)).release()
  })

  it('is free again when its holder was killed', async () => {
    const script = `
      import { lockDataDirectory } from '${join(import.meta.dirname, '../../demo/launch/lock.ts')}'
      import { layoutOf } from '${join(import.meta.dirname, '../../demo/launch/layout.ts')}'
      await lockDataDirectory(layoutOf('${layout.root}', '${home}'), () => new Date())
      console.log('locked'); setInterval(() => undefined, 60_000)`
    const holder = spawn(
      process.execPath,
      ['--conditions=development', '--input-type=module-typescript', '-e', script],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    await once(holder.stdout, 'data')
    await expect(lockDataDirectory(layout, systemClock)).rejects.toMatchObject({ code: 'already-running' })
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    expect(existsSync(layout.lockFile)).toBe(true)
    await (await lockDataDirectory(layout, systemClock)).release()
  })

  it('holds against a launcher that shares the folder but not the network', async () => {
    mkdirSync(layout.root)
    const holder = { pid: process.ppid, identity: identityOf(process.ppid), since: '2026-01-01T00:00:00Z' }
    writeFileSync(layout.lockFile, JSON.stringify(holder))
    await expect(lockDataDirectory(layout, systemClock)).rejects.toMatchObject({ code: 'already-running' })
  })

  it('does not take a stranger with the same number for its holder', async () => {
    mkdirSync(layout.root)
    const former = { pid: process.ppid, identity: 'another-boot:1:1', since: '2026-01-01T00:00:00Z' }
    writeFileSync(layout.lockFile, JSON.stringify(former))
    await (await lockDataDirectory(layout, systemClock)).release()
  })

  it('makes the folder for its user alone, and names a folder that cannot be one', async () => {
    const lock = await lockDataDirectory(layout, systemClock)
    expect(statSync(layout.root).mode & 0o777).toBe(0o700)
    await lock.release()
    writeFileSync(join(home, 'file'), '')
    await expect(
      lockDataDirectory(layoutOf(join(home, 'file', 'data'), home), systemClock),
    ).rejects.toMatchObject({
      code: 'data-directory-unwritable',
    })
  })
})

describe('first set-up', () => {
  it('is made once', async () => {
    const made = await open()
    expect(made.trustSpace).toBe('DRIM-M-TEST-DEMO')
    let again = 0
    expect(await open(async () => void (again += 1))).toEqual(made)
    expect(again).toBe(0)
    expect(readdirSync(layout.root).sort()).toEqual([
      'approver',
      'authority',
      'boxes',
      'instance.json',
      'registry',
      'signer',
    ])
  })

  it('killed anywhere, is made again from nothing', async () => {
    const partly = async (aside: Layout) => {
      mkdirSync(join(aside.root, 'authority'))
      throw new Error('killed')
    }
    await expect(open(partly)).rejects.toThrow('killed')
    expect(existsSync(layout.instanceFile)).toBe(false)
    // As if killed between two of the moves into place.
    mkdirSync(join(layout.root, 'authority'))
    writeFileSync(join(layout.root, 'authority', 'of the killed one'), '')
    await open()
    expect(readdirSync(layout.authority.directory)).toEqual(['made'])
    expect(existsSync(join(layout.root, '.first-set-up'))).toBe(false)
  })

  it('leaves a folder that holds other things as it is', async () => {
    mkdirSync(layout.root)
    writeFileSync(join(layout.root, 'thesis.odt'), 'years of work')
    await expect(open()).rejects.toMatchObject({ code: 'not-a-data-directory' })
    expect(readdirSync(layout.root)).toEqual(['thesis.odt'])
  })

  it.each(['postgres', 'lists', 'signer/ledger'])(
    'does not begin over data that is there (%s)',
    async (part) => {
      mkdirSync(join(layout.root, part), { recursive: true })
      await expect(open()).rejects.toMatchObject({ code: 'data-directory-damaged' })
      expect(existsSync(join(layout.root, part))).toBe(true)
      expect(existsSync(layout.instanceFile)).toBe(false)
    },
  )

  it('never opens the data of another trust space or mode', async () => {
    await open()
    const instance = JSON.parse(readFileSync(layout.instanceFile, 'utf8')) as object
    for (const other of [{ trustSpace: 'DRIM-M' }, { mode: 'real' }, { space: 'PRODUCTION' }]) {
      writeFileSync(layout.instanceFile, JSON.stringify({ ...instance, ...other }))
      await expect(open()).rejects.toMatchObject({ code: 'data-directory-of-another-trust-space' })
    }
  })

  it('does not let a new ledger begin where lists were signed', async () => {
    await open()
    mkdirSync(layout.lists)
    writeFileSync(join(layout.lists, 'current.json'), '{"sequence":7}')
    await expect(open()).rejects.toMatchObject({
      code: 'data-directory-damaged',
      message: expect.stringContaining('ledger') as string,
    })
    expect(existsSync(layout.signer.ledger)).toBe(false)
  })

  it('names what is missing or cut short', async () => {
    await open()
    rmSync(layout.registry.directory, { recursive: true })
    await expect(open()).rejects.toMatchObject({
      code: 'data-directory-damaged',
      message: expect.stringContaining('registry') as string,
    })
    writeFileSync(layout.instanceFile, '{"format":')
    await expect(open()).rejects.toMatchObject({ code: 'data-directory-damaged' })
  })

  it('makes keys that only their owner may read, and marks them DEMO', async () => {
    await open((aside) => firstSetUp(aside, { clock: systemClock, authorityUrl: 'http://127.0.0.1:1' }))
    for (const file of [
      layout.signer.keyFile,
      layout.signer.passphraseFile,
      layout.approver.keyFile,
      layout.registry.adminKeyFile,
      layout.box(9001).keyFile,
    ]) {
      expect(statSync(file).mode & 0o077).toBe(0)
    }
    expect(readFileSync(layout.signer.keyFile, 'utf8')).toContain('BEGIN ENCRYPTED PRIVATE KEY')
    expect(readFileSync(layout.approver.kidFile, 'utf8')).toMatch(/^DEMO-/)
  })

  it('renews what ran out, a year later, and keeps what did not', async () => {
    await open((aside) => firstSetUp(aside, { clock: systemClock, authorityUrl: 'http://127.0.0.1:1' }))
    const read = (file: string) => readFileSync(file, 'utf8')
    const [signer, box, key] = [
      layout.signer.certificateFile,
      layout.box(9001).certificateFile,
      layout.box(9001).keyFile,
    ]
    const before = [read(signer), read(box), read(key)]
    await renewTrustMaterial(layout, systemClock, () => undefined)
    expect([read(signer), read(box), read(key)]).toEqual(before)
    const said: string[] = []
    const nextYear = () => new Date(systemClock().getTime() + 365 * 24 * 3_600_000)
    await renewTrustMaterial(layout, nextYear, (text) => said.push(text))
    expect([read(signer), read(key)]).toEqual([before[0], before[2]])
    expect(read(box)).not.toBe(before[1])
    expect(said).toHaveLength(3)
    for (const file of layout.authority.crlFiles) expect(existsSync(file)).toBe(true)
  })

  it('names a missing authority', async () => {
    await open()
    await expect(renewTrustMaterial(layout, systemClock, () => undefined)).rejects.toMatchObject({
      code: 'data-directory-damaged',
    })
  })
})

describe('left-overs of a killed launcher', () => {
  it('are ended, even one that ignores SIGTERM, and strangers are left alone', async () => {
    mkdirSync(layout.root)
    const stubborn = spawn('sh', ['-c', 'trap "" TERM; echo on; while :; do sleep 0.1; done'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const stranger = spawn('sleep', ['60'])
    await once(stubborn.stdout, 'data')
    noteChildren(layout, [{ name: 'api', pid: stubborn.pid ?? 0 }])
    const noted = JSON.parse(readFileSync(layout.childrenFile, 'utf8')) as object[]
    writeFileSync(
      layout.childrenFile,
      JSON.stringify([...noted, { name: 'signer', pid: stranger.pid, identity: 'another' }]),
    )
    const ended = once(stubborn, 'exit')
    const said: string[] = []
    await endLeftOvers(layout, (text) => said.push(text))
    expect((await ended)[1]).toBe('SIGKILL')
    expect(said[0]).toContain(`api (pid ${stubborn.pid})`)
    expect(said[0]).not.toContain('signer')
    expect(stranger.exitCode).toBeNull()
    stranger.kill()
    expect(existsSync(layout.childrenFile)).toBe(false)
  }, 30_000)

  it('has nothing to do where the file is absent or cut short', async () => {
    mkdirSync(layout.root)
    await endLeftOvers(layout, () => expect.unreachable())
    writeFileSync(layout.childrenFile, '[{"name":')
    chmodSync(layout.childrenFile, 0o600)
    await endLeftOvers(layout, () => expect.unreachable())
  })
})
