import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ListDirectory, ask, listDirectory } from './support.ts'

const main = join(import.meta.dirname, '../../registry-api/src/distribution/main.ts')

describe('the distribution as a process', () => {
  let lists: ListDirectory
  let child: ChildProcess | undefined

  beforeEach(async () => {
    lists = await listDirectory()
  })
  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await lists.remove()
  })
  function start(env: Record<string, string>) {
    child = fork(main, {
      execArgv: ['--conditions=development'],
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const errors: string[] = []
    child.stderr?.on('data', (part) => errors.push(String(part)))
    return { child, errors }
  }
  const good = () => ({ REGISTRY_LISTS_DIR: lists.path, REGISTRY_DISTRIBUTION_PORT: '0' })

  it('says when it is ready, serves, and leaves on SIGTERM', async () => {
    await lists.publish(3, 'three')
    const { child: running } = start(good())
    const [message] = (await once(running, 'message')) as [{ type: string; port: number }]
    expect(message.type).toBe('ready')
    expect((await ask(message.port, '/whitelist.xml')).body.toString()).toBe('three')
    running.kill('SIGTERM')
    expect(await once(running, 'exit')).toEqual([0, null])
  })

  it('leaves when its parent is gone', async () => {
    const { child: running } = start(good())
    await once(running, 'message')
    running.disconnect()
    expect(await once(running, 'exit')).toEqual([0, null])
  })

  it.each([
    ['no directory', { REGISTRY_DISTRIBUTION_PORT: '0' }, 'REGISTRY_LISTS_DIR'],
    ['a relative directory', { REGISTRY_LISTS_DIR: 'lists', REGISTRY_DISTRIBUTION_PORT: '0' }, 'absolute'],
    [
      'a directory that is none',
      { REGISTRY_LISTS_DIR: main, REGISTRY_DISTRIBUTION_PORT: '0' },
      'not a directory',
    ],
    [
      'a port that is none',
      { REGISTRY_LISTS_DIR: '/tmp', REGISTRY_DISTRIBUTION_PORT: '80000' },
      'REGISTRY_DISTRIBUTION_PORT',
    ],
  ])('leaves at once and says why: %s', async (_what, env, said) => {
    const { child: failed, errors } = start(env)
    const [code] = await once(failed, 'exit')
    expect(code).toBe(1)
    expect(errors.join('')).toContain(said)
    expect(errors.join('')).not.toContain('    at ')
  })

  it('leaves and says so when its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const { child: failed, errors } = start({ ...good(), REGISTRY_DISTRIBUTION_PORT: String(port) })
    const [code] = await once(failed, 'exit')
    expect(code).toBe(1)
    expect(errors.join('')).toContain('another process listens there')
    taken.close()
  })
})
