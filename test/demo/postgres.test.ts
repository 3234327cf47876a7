import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import connect from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startPostgres, type Postgres, type PostgresOptions } from '../../demo/postgres.ts'
import { stateOf } from '../../demo/postgres/postmaster.ts'

let home: string
let running: Postgres[]

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'drim-test-postgres-'))
  running = []
})
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()))
  rmSync(home, { recursive: true, force: true })
})

const start = async (options: Partial<PostgresOptions> = {}): Promise<Postgres> => {
  const server = await startPostgres({
    directory: join(home, 'pg'),
    socketDirectory: join(home, 'socket'),
    durable: false,
    ...options,
  })
  running.push(server)
  return server
}

const query = async (
  server: Postgres,
  text: string,
  password = server.superuser.password,
): Promise<unknown[]> => {
  const url = new URL(server.urlFor('postgres', password, 'postgres'))
  const sql = connect({
    host: url.searchParams.get('host') ?? '',
    user: url.username,
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    max: 1,
    onnotice: () => undefined,
  })
  try {
    return [...(await sql.unsafe(text))]
  } finally {
    await sql.end()
  }
}

const gone = async (pid: number): Promise<boolean> => {
  for (let i = 0; i < 100; i++) {
    const state = stateOf(pid)
    if (state === undefined || state === 'Z') return true
    await wait(50)
  }
  return false
}

const isRoot = process.getuid?.() === 0

describe('private PostgreSQL', () => {
  it('listens on its socket only, in UTF-8 and UTC, to who knows the password', async () => {
    const server = await start()
    expect(server.major).toBe(18)
    const [row] = await query(
      server,
      `select current_setting('listen_addresses') as listen, current_setting('TimeZone') as zone, current_setting('server_encoding') as encoding`,
    )
    expect(row).toEqual({ listen: '', zone: 'UTC', encoding: 'UTF8' })
    await expect(query(server, 'select 1', 'wrong')).rejects.toMatchObject({ code: '28P01' })
    expect(statSync(join(home, 'socket')).mode & 0o777).toBe(0o700)
    expect(statSync(join(home, 'pg', 'superuser.password')).mode & 0o777).toBe(0o600)
  })

  it('keeps its data and its password over a second start, and stops though a client is connected', async () => {
    const first = await start()
    await query(first, 'create table kept as select 42 as answer')
    const url = new URL(first.urlFor('postgres', first.superuser.password, 'postgres'))
    const client = connect({
      host: url.searchParams.get('host') ?? '',
      user: 'postgres',
      password: first.superuser.password,
      max: 1,
      onclose: () => undefined,
    })
    await client`select 1`
    await Promise.all([first.stop(), first.stop()])
    await client.end({ timeout: 0 })
    expect(await first.exited).toEqual({ code: 0, signal: null })
    const second = await start()
    expect(second.superuser).toEqual(first.superuser)
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  it('works in a folder with a blank in its name and mode 700', async () => {
    const directory = join(home, 'a folder', 'pg')
    mkdirSync(join(home, 'a folder'), { mode: 0o700 })
    const server = await start({ directory })
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it.runIf(isRoot)("runs as the owner of another user's folder", async () => {
    const { uid, gid } = { uid: 1, gid: 1 }
    const folder = join(home, 'theirs')
    mkdirSync(folder, { mode: 0o700 })
    chownSync(folder, uid, gid)
    chownSync(home, uid, gid)
    const places = { directory: join(folder, 'pg'), socketDirectory: join(folder, 'socket') }
    const server = await start(places)
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(statSync(join(places.directory, 'cluster')).uid).toBe(uid)
    await server.stop()
    await start(places)
  })

  it('ends when its launcher is killed', async () => {
    const { launcher, pid } = await holdServer()
    launcher.kill('SIGKILL')
    expect(await gone(pid)).toBe(true)
  })

  it('stops the server that an earlier run left behind, and opens its data', async () => {
    const first = await start()
    await query(first, 'create table kept as select 1 as one')
    const said: string[] = []
    const second = await start({ log: (line) => said.push(line) })
    expect(said[0]).toContain(`pid ${first.pid}`)
    expect(await gone(first.pid)).toBe(true)
    expect(await query(second, 'select one from kept')).toEqual([{ one: 1 }])
  })

  it('recovers a cluster whose server was killed', async () => {
    const first = await start({ durable: true })
    await query(first, 'create table kept as select 1 as one')
    process.kill(first.pid, 'SIGKILL')
    await first.exited
    expect(await query(await start({ durable: true }), 'select one from kept')).toEqual([{ one: 1 }])
  })

  it('does not take a stranger for its server when a lock file names its number', async () => {
    await (await start()).stop()
    const lock = join(home, 'pg', 'cluster', 'postmaster.pid')
    writeFileSync(lock, `${process.pid}\n${join(home, 'pg', 'cluster')}\n0\n5432\n\n\n\nready\n`)
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('makes a cluster again whose making was killed', async () => {
    mkdirSync(join(home, 'pg', 'cluster.new', 'base'), { recursive: true })
    writeFileSync(join(home, 'pg', 'cluster.new', 'PG_VERSION'), '18\n')
    writeFileSync(join(home, 'pg', 'superuser.password'), 'of the killed one\n')
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }])
    expect(existsSync(join(home, 'pg', 'cluster.new'))).toBe(false)
  })

  it('refuses a cluster of a version that is not here, and leaves it as it is', async () => {
    mkdirSync(join(home, 'pg', 'cluster'), { recursive: true })
    writeFileSync(join(home, 'pg', 'cluster', 'PG_VERSION'), '9\n')
    await expect(start()).rejects.toMatchObject({ code: 'postgres-version' })
    expect(existsSync(join(home, 'pg', 'cluster', 'postmaster.pid'))).toBe(false)
  })

  it('tells the last lines of a server that does not come up', async () => {
    await (await start()).stop()
    await expect(start({ settings: { shared_buffers: 'nonsense' } })).rejects.toMatchObject({
      code: 'postgres-start',
      detail: expect.stringContaining('shared_buffers') as string,
    })
  })

  it.runIf(existsSync('/usr/lib/postgresql'))('runs on the binaries of the system when asked', async () => {
    const server = await start({ binaries: 'system' })
    expect(await query(server, `select 1 as one`)).toEqual([{ one: 1 }])
    expect(execFileSync('ls', ['/usr/lib/postgresql'], { encoding: 'utf8' })).toContain(`${server.major}`)
  })
})

async function holdServer(): Promise<{ launcher: ReturnType<typeof spawn>; pid: number }> {
  const script = join(import.meta.dirname, '..', 'support', 'hold-postgres.ts')
  const launcher = spawn(process.execPath, ['--conditions=development', script, home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!launcher.stdout) throw new Error('no output')
  const [line] = (await once(launcher.stdout, 'data')) as [Buffer]
  return { launcher, pid: Number(line.toString()) }
}
