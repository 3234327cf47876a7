import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../../drimbox/src/config.ts'
import { type BoxWorld, boxWorld, call, type Peer } from '../support/boxes.ts'

const room = join(import.meta.dirname, '../../drimbox/src')

describe('a box as a process', () => {
  let world: BoxWorld
  let own: Peer
  let peer: Peer
  let config: Config
  const children: ChildProcess[] = []

  beforeEach(async () => {
    // Processes live in real time.
    world = await boxWorld(new Date(Math.floor(Date.now() / 1_000) * 1_000))
    own = await world.peer(9001)
    peer = await world.peer(9002)
    world.publish([own.entry, peer.entry])
    config = await world.configFor(own)
  })
  afterEach(async () => {
    for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
    await world.stop()
  })

  function environment(changes: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      DRIMBOX_NAME: config.name,
      DRIMBOX_NUMBER: String(config.number),
      DRIMBOX_ROLES: config.roles.join(),
      DRIMBOX_HOST: config.host,
      DRIMBOX_DATA_DIR: config.dataDirectory,
      DRIMBOX_WHITELIST_URL: config.whitelistUrl,
      DRIMBOX_POLL_SECONDS: '1',
      DRIMBOX_TRUST_ANCHOR_FILE: config.trustAnchorFile,
      DRIMBOX_INTERMEDIATE_FILES: config.intermediateFiles.join(),
      DRIMBOX_CRL_URLS: config.crlUrls.join(),
      DRIMBOX_CRL_REFRESH_SECONDS: '1',
      DRIMBOX_SIGNER_CN: config.signer.commonName,
      DRIMBOX_SIGNER_OU: config.signer.organizationalUnit,
      DRIMBOX_SIGNED_EVERY_HOURS: '24',
      DRIMBOX_KEY_FILE: config.keyFile,
      DRIMBOX_CERTIFICATE_FILE: config.certificateFile,
      DRIMBOX_LISTEN_HOST: '127.0.0.1',
      DRIMBOX_PORT: '0',
      DRIMBOX_HEALTH_HOST: '127.0.0.1',
      DRIMBOX_HEALTH_PORT: '0',
      ...changes,
    }
  }
  function start(changes: Record<string, string | undefined> = {}) {
    const child = fork(join(room, 'main.ts'), {
      execArgv: ['--conditions=development'],
      env: environment(changes),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    children.push(child)
    const out: string[] = []
    child.stdout?.on('data', (part) => out.push(String(part)))
    child.stderr?.on('data', (part) => out.push(String(part)))
    return { child, out }
  }

  it('says when it is ready, polls by itself, writes one JSON line an event, and leaves on SIGTERM', async () => {
    const { child, out } = start()
    const [ready] = (await once(child, 'message')) as [{ type: string; port: number; healthPort: number }]
    expect(ready.type).toBe('ready')
    expect((await call(ready.port, peer)).status).toBe(200)
    world.advance(2_000)
    world.publish([own.entry])
    await expect
      .poll(async () => (await call(ready.port, peer)).code, { timeout: 30_000, interval: 100 })
      .toBe('not-listed')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    const events = out
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; at: string; box: string })
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['ready', 'list-in-force', 'peer-served', 'peer-refused', 'stopped']),
    )
    for (const event of events)
      expect(event).toMatchObject({ box: config.name, at: expect.stringMatching(/Z$/) as string })
  })

  it('leaves when its parent is gone', async () => {
    const { child } = start()
    await once(child, 'message')
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('fetches from a peer by its own command, which writes nothing', async () => {
    const here = start()
    await once(here.child, 'message')
    const there = await world.startBox(peer)
    const fetchObject = async (host: string) => {
      const env = environment({ DRIMBOX_RESOLVE: `${peer.host}=127.0.0.1:${there.drimbox.port}` })
      const run = promisify(execFile)(
        process.execPath,
        ['--conditions=development', join(room, 'fetch-object.ts'), host],
        { env },
      )
      const { stdout, code } = await run.then(
        ({ stdout }) => ({ stdout, code: 0 }),
        (error: { stdout: string; code: number }) => error,
      )
      return { code, answer: JSON.parse(stdout) as unknown }
    }
    expect(await fetchObject(peer.host)).toMatchObject({
      code: 0,
      answer: { ok: true, status: 200, body: { to: own.host } },
    })
    expect(await fetchObject('db1.demo.mesimagesmedicales.fr')).toMatchObject({
      code: 1,
      answer: { ok: false, code: 'not-listed' },
    })
  })

  it.each<
    [
      string,
      (files: Config) => Promise<Record<string, string | undefined>> | Record<string, string | undefined>,
      string,
    ]
  >([
    ['without a key', () => ({ DRIMBOX_KEY_FILE: undefined }), 'DRIMBOX_KEY_FILE'],
    [
      'with a key file that is missing',
      () => ({ DRIMBOX_KEY_FILE: '/nowhere/key.pem' }),
      '/nowhere/key.pem cannot be read (ENOENT)',
    ],
    [
      'with a key that is none',
      async ({ keyFile }) => {
        await writeFile(keyFile, 'nonsense')
        return {}
      },
      'is not an unencrypted private key',
    ],
    [
      'with the key of another',
      async ({ keyFile }) => {
        await writeFile(keyFile, peer.privateKeyPem)
        return {}
      },
      'is not the key of',
    ],
    ['with the certificate of another host', () => ({ DRIMBOX_HOST: peer.host }), 'but the certificate in'],
    [
      'with an anchor that is none',
      async ({ trustAnchorFile }) => {
        await writeFile(trustAnchorFile, peer.pem)
        return {}
      },
      'DRIMBOX_TRUST_ANCHOR_FILE',
    ],
    [
      'with an intermediate of another root',
      async ({ trustAnchorFile }) => {
        const { signingSpace } = await import('../support/sign-list.ts')
        await writeFile(trustAnchorFile, (await signingSpace(world.clock)).authority.rootPem)
        return {}
      },
      'issuer-not-pinned',
    ],
    [
      'with a data directory that is a file',
      () => ({ DRIMBOX_DATA_DIR: config.keyFile }),
      'DRIMBOX_DATA_DIR',
    ],
    [
      'on a port that is taken',
      () => ({ DRIMBOX_PORT: new URL(config.whitelistUrl).port }),
      'another process listens there',
    ],
    [
      'on an address that is not ours',
      () => ({ DRIMBOX_LISTEN_HOST: '192.0.2.1' }),
      'address of this machine',
    ],
  ])('does not start %s, and says why in one line', async (_how, spoil, said) => {
    const { child, out } = start(await spoil(config))
    expect(await once(child, 'exit')).toEqual([1, null])
    const text = out.filter((line) => !line.startsWith('{')).join('')
    expect(text).toContain(said)
    expect(text).not.toContain('    at ')
    expect(text).not.toContain('PRIVATE KEY')
  })
})
