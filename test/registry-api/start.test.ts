import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createAuthority } from '../../demo/trust-authority.ts'
import { execute } from '../support/test-database.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
const children: ChildProcess[] = []

beforeAll(async () => {
  space = await startTrustSpace()
})
afterEach(() => {
  for (const child of children.splice(0))
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
})
afterAll(() => space.stop())

interface Started {
  readonly child: ChildProcess
  readonly errors: () => string
  readonly port: number | undefined
  readonly code: number | null
}

/** Until it says that it is ready, or has ended. */
async function start(over: Readonly<Record<string, string | undefined>> = {}): Promise<Started> {
  const child = fork(join(import.meta.dirname, '../../registry-api/src/main.ts'), {
    execArgv: ['--conditions=development'],
    env: { PATH: process.env['PATH'], ...space.environment, ...over },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  children.push(child)
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (text += part))
  child.stdout?.resume()
  const exited = once(child, 'close').then(() => undefined)
  const ready = await Promise.race([
    once(child, 'message').then(([message]) => message as { type: string; port: number }),
    exited,
  ])
  return { child, errors: () => text, port: ready?.port, code: child.exitCode }
}

const file = async (name: string, content: string): Promise<string> => {
  const path = join(space.directory, name)
  await writeFile(path, content)
  return path
}

describe('the process', () => {
  it('says when it is ready, answers, and leaves on SIGTERM', async () => {
    const { child, port } = await start()
    const status = await fetch(`http://127.0.0.1:${port}/v1/status`)
    expect(status.status).toBe(200)
    expect(await status.json()).toMatchObject({ trustSpace: 'DRIM-M-TEST', current: null })
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('leaves when its parent is gone', async () => {
    const { child } = await start()
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('goes on answering while its database is away, and again when it is back', async () => {
    const { port } = await start()
    const superuser = new URL(space.database.urlFor('postgres'))
    superuser.pathname = '/postgres'
    const name = space.database.name
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`
    const rename = async (from: string, to: string): Promise<void> => {
      await execute(superuser.href, cut)
      // Whoever reconnects in between keeps it from being renamed.
      await execute(superuser.href, `ALTER DATABASE ${from} RENAME TO ${to}`).catch(() => rename(from, to))
    }
    await rename(name, `${name}_away`)
    const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
    expect((await ask('/v1/status')).status).toBe(503)
    expect((await ask('/healthz')).status).toBe(200)
    await rename(`${name}_away`, name)
    expect((await ask('/v1/status')).status).toBe(200)
  })
})

describe('a start that cannot be', () => {
  it.each([
    [
      'no configuration',
      { REGISTRY_SPACE: undefined, REGISTRY_ZONE: undefined },
      /REGISTRY_SPACE[^]*REGISTRY_ZONE/,
    ],
    [
      'a database that does not answer',
      { REGISTRY_DATABASE_URL: 'postgres://a:b@localhost/x?host=%2Fnowhere' },
      /the database does not answer/,
    ],
    ['anchors that are not there', { REGISTRY_TRUST_ANCHOR_FILE: '/nowhere.pem' }, /nowhere\.pem/],
    [
      'another trust space on the same data',
      { REGISTRY_TRUST_SPACE: 'DRIM-M' },
      /This database is that of DRIM-M-TEST/,
    ],
    ['another zone on the same data', { REGISTRY_ZONE: 'other.fr' }, /the configuration says/],
  ])('names the cause: %s', async (_, over, message) => {
    const { code, errors } = await start(over)
    expect(code).toBe(1)
    expect(errors()).toMatch(message)
    expect(errors()).toMatch(/^registry-api cannot start: /)
    expect(errors()).not.toMatch(/\n {4}at |password|admin-key/)
  })

  it('names a wrong password, an unmigrated database, a port that is taken', async () => {
    const wrong = new URL(space.database.urlFor('registry_api'))
    wrong.password = 'not-the-password'
    const password = await start({ REGISTRY_DATABASE_URL: wrong.href })
    expect(password.errors()).toMatch(/refuses the user or password/)
    expect(password.errors()).not.toMatch(/not-the-password/)

    const empty = new URL(space.database.urlFor('postgres'))
    empty.pathname = '/postgres'
    expect((await start({ REGISTRY_DATABASE_URL: empty.href })).errors()).toMatch(/not migrated/)

    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as { port: number }
    const second = await start({ REGISTRY_LISTEN_PORT: String(port) })
    expect(second.code).toBe(1)
    expect(second.errors()).toMatch(/EADDRINUSE.*another process listens there/)
    taken.close()
  })

  it('names what is wrong with the anchors: prose, an end entity, a demonstration in mode real', async () => {
    const prose = await start({ REGISTRY_TRUST_ANCHOR_FILE: await file('prose.pem', 'a certificate') })
    expect(prose.errors()).toMatch(/holds no certificate/)
    const { pem } = await space.home.authority.issueBoxCertificate({ host: 'db1.demo.mesimagesmedicales.fr' })
    const leaf = await start({ REGISTRY_TRUST_ANCHOR_FILE: await file('leaf.pem', pem) })
    expect(leaf.code).toBe(1)
    expect(leaf.errors()).toMatch(/anchor|CA/)
    const demo = await createAuthority({ clock: space.clock.now, demo: true })
    const real = await start({
      REGISTRY_MODE: 'real',
      REGISTRY_PUBLIC_URL: 'https://registre.example',
      REGISTRY_WEBAUTHN_ORIGIN: 'https://portail.example',
      REGISTRY_WHITELIST_URL: 'https://liste.example/whitelist.xml',
      REGISTRY_TRUST_ANCHOR_FILE: await file('demo.pem', demo.rootPem),
      REGISTRY_INTERMEDIATE_FILES: await file('demo-lists.pem', demo.issuers.lists.pem),
    })
    expect(real.errors()).toMatch(/Mode real refuses an anchor that is marked/)
  })
})
