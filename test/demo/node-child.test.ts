import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Stopped } from '../../demo/launch/fault.ts'
import { nodeChild, runNode, type NodeChildOptions } from '../../demo/launch/node-child.ts'
import { identityOf } from '../../demo/launch/process-identity.ts'

let home: string
let lines: string[]
const never = new AbortController().signal

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'drim-test-child-'))
  lines = []
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const options = (source: string, more: Partial<NodeChildOptions> = {}): NodeChildOptions => {
  const script = join(home, 'child.mjs')
  writeFileSync(script, source)
  return {
    name: 'child',
    script,
    environment: {},
    projectRoot: home,
    log: (line) => lines.push(line),
    ...more,
  }
}
const READY = `process.send({ type: 'ready' }); setInterval(() => {}, 1000);`
const hasEnded = async (pid: number) => {
  for (let i = 0; i < 100 && identityOf(pid) !== undefined; i++) await wait(50)
  return identityOf(pid) === undefined
}

describe('a child of the launcher', () => {
  it('is ready when it says so, gets its own environment alone, and stops on SIGTERM', async () => {
    process.env['DRIM_SECRET_OF_OURS'] = 'x'
    const running = await nodeChild(
      options(
        `console.log(JSON.stringify(process.env)); process.on('SIGTERM', () => { console.log('bye'); process.exit(0) }); ${READY}`,
        { environment: { ITS: 'own' } },
      ),
    ).launch(never)
    await running.stop()
    await running.stop()
    expect(await running.exited).toBe('code 0')
    expect(lines.at(-1)).toBe('bye')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ ITS: 'own' })
    expect(lines[0]).not.toContain('DRIM_SECRET_OF_OURS')
  })

  it('that ends before it is ready is a fault with its last lines', async () => {
    const launch = nodeChild(
      options(`console.error('bad key'); process.exitCode = 3; process.disconnect()`),
    ).launch(never)
    await expect(launch).rejects.toMatchObject({
      code: 'child-failed',
      message: 'child ended before it was ready (code 3)',
      lastLines: ['bad key'],
    })
  })

  it('that never becomes ready is ended and is a fault', async () => {
    const launch = nodeChild(
      options(`console.log(process.pid); setInterval(() => {}, 1000)`, { readyWaitMs: 800 }),
    ).launch(never)
    await expect(launch).rejects.toMatchObject({
      code: 'child-failed',
      message: 'child was not ready in time',
    })
    expect(await hasEnded(Number(lines[0]))).toBe(true)
  })

  it('that ignores SIGTERM is killed after five seconds, with what it started itself', async () => {
    const running = await nodeChild(
      options(
        `import { spawn } from 'node:child_process'
         const grandchild = spawn('sleep', ['600']); console.log(grandchild.pid)
         process.on('SIGTERM', () => {}); ${READY}`,
      ),
    ).launch(never)
    while (lines.length === 0) await wait(20)
    await running.stop()
    expect(await running.exited).toBe('signal SIGKILL')
    expect(await hasEnded(Number(lines[0]))).toBe(true)
  }, 20_000)

  it('is ended when the launcher is stopped while it starts', async () => {
    const stop = new AbortController()
    const launch = nodeChild(options(`console.log(process.pid); setInterval(() => {}, 1000)`)).launch(
      stop.signal,
    )
    while (lines.length === 0) await wait(20)
    stop.abort()
    await expect(launch).rejects.toBeInstanceOf(Stopped)
    expect(await hasEnded(Number(lines[0]))).toBe(true)
  })

  it('learns of a crash', async () => {
    const running = await nodeChild(options(READY)).launch(never)
    process.kill(running.pid, 'SIGKILL')
    expect(await running.exited).toBe('signal SIGKILL')
  })
})

describe('a program that runs once', () => {
  it('ends well with 0, and is a fault with its last lines otherwise', async () => {
    await runNode(options(`console.log('done')`), never)
    expect(lines).toEqual(['done'])
    await expect(
      runNode(options(`console.log('no such table'); process.exit(1)`), never),
    ).rejects.toMatchObject({
      code: 'child-failed',
      lastLines: ['no such table'],
    })
  })

  it('dies with its launcher, and what it started too', async () => {
    const script = join(home, 'once.mjs')
    writeFileSync(
      script,
      `import { spawn } from 'node:child_process'
       const { pid } = spawn('sleep', ['600']); console.log(process.pid + ' ' + pid); setInterval(() => {}, 1000)`,
    )
    const launcher = spawn(
      process.execPath,
      [
        '--input-type=module-typescript',
        '-e',
        `import { runNode } from '${join(import.meta.dirname, '../../demo/launch/node-child.ts')}'
         await runNode({ name: 'once', script: '${script}', environment: {}, projectRoot: '${home}', log: console.log },
           new AbortController().signal)`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const [line] = (await once(launcher.stdout, 'data')) as [Buffer]
    launcher.kill('SIGKILL')
    for (const pid of line.toString().trim().split(' ')) expect(await hasEnded(Number(pid))).toBe(true)
  })
})
