import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMailStage, type MailStage } from '../support/mail-stage.ts'
import { execute } from '../support/test-database.ts'

let stage: MailStage
let asked = 0
const children: ChildProcess[] = []

beforeAll(async () => {
  stage = await createMailStage()
})
beforeEach(() => stage.mailbox.behave({ kind: 'normal' }))
afterEach(() => {
  for (const child of children.splice(0))
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
})
afterAll(() => stage.end())

/** Until it says that it is ready, or has ended. */
async function start(over: Readonly<Record<string, string | undefined>> = {}) {
  const child = fork(join(import.meta.dirname, '../../registry-api/src/worker/main.ts'), {
    execArgv: ['--conditions=development'],
    env: {
      PATH: process.env['PATH'],
      REGISTRY_DATABASE_URL: stage.database.urlFor('registry_api'),
      REGISTRY_MODE: 'demo',
      REGISTRY_SMTP_URL: stage.mailbox.smtpUrl,
      REGISTRY_MAIL_FROM: 'registre@demo.example',
      REGISTRY_MAIL_CHECK_SECONDS: '0.05',
      REGISTRY_MAIL_RETRY_SECONDS: '0.1',
      REGISTRY_MAIL_RETRY_SECONDS_MAX: '0.5',
      REGISTRY_PERIODIC_SECONDS: '0.2',
      REGISTRY_HEALTH_SECONDS: '0.2',
      ...over,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  children.push(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => (text += part))
  await Promise.race([once(child, 'message'), once(child, 'close')])
  return { child, output: () => text }
}

async function ask(): Promise<string> {
  asked += 1
  const address = `a${asked}@test.example`
  // The worker's clock is the machine's; what was written down by a clock that stands still is long due.
  await stage.send({
    template: 'M11',
    recipient: { kind: 'address', address },
    values: { nom: 'Olga', role: 'lecteur', organisme: 'X', code: 'abcd-EFGH', date: stage.clock.now() },
    dedupeKey: address,
  })
  return address
}
const arrived = (address: string) =>
  expect.poll(() => stage.mailbox.mails(address).length, { timeout: 20_000 })

describe('the worker', () => {
  it('says when it is ready, sends, tells its health, and leaves on SIGTERM', async () => {
    const address = await ask()
    const { child, output } = await start()
    await arrived(address).toBe(1)
    await expect.poll(output).toMatch(/"event":"health","waiting":0,"refused":0,"failed":0/)
    expect(output()).toMatch(/"event":"mail-sent"/)
    // Among the rest, all that nouns do by the clock has been done by the API's own role.
    expect(output()).not.toMatch(/"level":"error"/)
    // Neither whom it writes to nor what is in it.
    expect(output()).not.toMatch(/test\.example|abcd-EFGH|Olga/)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(output()).toMatch(/"event":"stopped"/)
  })

  it('leaves when its parent is gone', async () => {
    const { child } = await start()
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('leaves in time while a mail server hangs, and what it had is sent by the next one', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    const address = await ask()
    const { child } = await start({
      REGISTRY_SMTP_URL: `smtp://127.0.0.1:${port}`,
      REGISTRY_SMTP_TIMEOUT_MS: '2000',
    })
    const connected = async () =>
      (await stage.deliveries()).find((one) => one.address === address)?.claimed_until
    await expect.poll(connected).toBeTruthy()
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    await start()
    await arrived(address).toBe(1)
    silent.close()
  })

  it('goes on when its database has been away', async () => {
    const { child, output } = await start()
    const superuser = new URL(stage.database.urlFor('postgres'))
    superuser.pathname = '/postgres'
    const cut = () =>
      execute(
        superuser.href,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = '${stage.database.name}' AND usename = 'registry_api'`,
      )
    for (let time = 0; time < 10; time += 1) await cut()
    await arrived(await ask()).toBe(1)
    expect(child.exitCode).toBeNull()
    expect(output()).not.toMatch(/"level":"error"/)
  })

  it('says when the mail server is away and when it is back, once each', async () => {
    await stage.mailbox.behave({ kind: 'down' })
    const { output } = await start()
    const address = await ask()
    await expect.poll(output).toMatch(/"code":"unreachable"[^]*"isMailServerAway":true/)
    await stage.mailbox.behave({ kind: 'normal' })
    await arrived(address).toBe(1)
    await expect.poll(output).toMatch(/mail-server-back/)
    expect(output().match(/mail-server-away/g)).toHaveLength(1)
  })
})

describe('a worker that cannot start', () => {
  it.each([
    [{ REGISTRY_SMTP_URL: 'smtp://user:hush@mail.example' }, /REGISTRY_SMTP_PASSWORD_FILE/],
    [{ REGISTRY_MODE: 'real' }, /REGISTRY_AGENCY_FILE/],
    [
      { REGISTRY_MAIL_FROM: undefined, REGISTRY_SMTP_URL: undefined },
      /REGISTRY_SMTP_URL[^]*REGISTRY_MAIL_FROM/,
    ],
    [{ REGISTRY_DATABASE_URL: 'postgres://registry_api:x@127.0.0.1:9/none' }, /the database does not answer/],
  ])('says why: %j', async (over, why) => {
    const { child, output } = await start(over)
    expect(child.exitCode).toBe(1)
    expect(output()).toMatch(why)
    expect(output()).not.toMatch(/hush| {4}at /)
  })
})
