import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signIn } from '../../demo/people/registry-session.ts'
import { softKeyAt } from '../../demo/people/security-key.ts'
import {
  freePorts,
  processesOf,
  spawnProduct,
  startProduct,
  type Product,
  type ProductPorts,
} from '../support/product.ts'

// One story in order: each step needs the state that the one before left.
let home: string
let dataDirectory: string
let ports: ProductPorts
let product: Product | undefined

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'drim-test-start-'))
  // A blank in the path, as on a stranger's machine.
  dataDirectory = join(home, 'my data')
  ports = await freePorts()
})
afterAll(async () => {
  await product?.stop()
  for (const { pid } of processesOf(home)) process.kill(pid, 'SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

const start = async (at = ports) => (product = await startProduct({ dataDirectory, ports: at }))
const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return true
    await wait(100)
  }
  return false
}
const answers = async (url: string) =>
  fetch(url).then(
    ({ status }) => status,
    () => undefined,
  )
const pidOf = (script: string) =>
  processesOf(dataDirectory).find(({ what }) => what.includes(script))?.pid ?? -1
const servedDigest = async ({ ready }: Product) =>
  createHash('sha256')
    .update(Buffer.from(await (await fetch(ready.whitelistUrl)).arrayBuffer()))
    .digest('hex')

describe('the demo', () => {
  it('starts from nothing, and every address of ready.json answers', async () => {
    const { ready, output, pid } = await start()
    expect(ready.pid).toBe(pid)
    expect(await answers(ready.portal)).toBe(200)
    expect(await answers(`${ready.portal}/liste-blanche`)).toBe(200)
    expect(await answers(`${ready.api}/v1/status`)).toBe(200)
    for (const url of [ready.whitelistUrl, ready.identityProvider, ready.mailbox, ready.softAuthenticator])
      expect(await answers(url)).toBe(200)
    for (const { healthUrl, number } of ready.drimboxes) {
      expect(await answers(healthUrl)).toBe(200)
      expect(output()).toContain(healthUrl)
      const report = (await (await fetch(`${healthUrl}health.json`)).json()) as {
        number: number
        status: string
        self: string
      }
      expect(report).toMatchObject({ number, status: 'healthy', self: 'listed' })
    }
    for (const file of [
      ready.trustAnchorFile,
      ready.adminKeyFile,
      ...ready.intermediateFiles,
      ...ready.crlFiles,
    ]) {
      expect(existsSync(file)).toBe(true)
    }
    expect(ready.signerDn).toBe(
      'CN=Liste Blanche DRIM-M DEMO,OU=318751275100020,O=DEMONSTRATION NE PAS FAIRE CONFIANCE,ST=Paris (75),C=FR',
    )
    expect(ready.drimboxes.map(({ viewerUrl }) => viewerUrl)).toEqual([null, null, null])
  }, 180_000)

  it('has a place for each of its people, and a key for each who decides or signs', async () => {
    const { ready } = product!
    const registry = { api: ready.api, key: softKeyAt(ready.softAuthenticator, ready.portal) }
    type Me = { memberships: { roles: string[]; state: string }[]; authenticators: number }
    for (const { login, roles, home } of ready.personas) {
      const session = await signIn(registry, login)
      const { body } = await session.get<Me>('/v1/me')
      await session.end()
      const places = home === 'nowhere' ? [] : [{ roles: roles.toSorted(), state: 'active' }]
      expect(
        body.memberships.map((each) => ({ roles: each.roles.toSorted(), state: each.state })),
        login,
      ).toEqual(places)
      const needsKey = home === 'agency' || roles.some((role) => role === 'OA' || role === 'OS')
      expect(body.authenticators, login).toBe(needsKey ? 1 : 0)
    }
    const { items } = (await (await fetch(`${ready.mailbox}/mails.json?to=omar`)).json()) as {
      items: { subject: string }[]
    }
    expect(items.map(({ subject }) => subject)).toEqual(['[DRIM-M TEST] Invitation'])
  })

  it('refuses a second start on its data, and its ports to another, and goes on', async () => {
    const second = spawnProduct({ dataDirectory, ports: await freePorts() })
    expect(await second.exited).toBe(1)
    expect(second.output()).toMatch(/already runs on .*my data.*Open http:\/\/localhost:/)
    const elsewhere = join(home, 'other')
    const other = spawnProduct({ dataDirectory: elsewhere, ports })
    expect(await other.exited).toBe(1)
    expect(other.output()).toContain(`port ${ports.PORTAL_PORT} (portal, PORTAL_PORT) is taken`)
    expect(existsSync(elsewhere)).toBe(false)
    expect(await answers(product!.ready.portal)).toBe(200)
    expect(existsSync(join(dataDirectory, 'ready.json'))).toBe(true)
  })

  it('starts a killed child again and says so; a killed PostgreSQL too', async () => {
    const { ready, output } = product!
    for (const [name, pid] of [
      ['api', pidOf('registry-api/src/main.ts')],
      [
        'postgres',
        Number(readFileSync(join(dataDirectory, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]),
      ],
    ] as const) {
      process.kill(pid, 'SIGKILL')
      expect(await until(() => output().includes(`${name} runs again`))).toBe(true)
      expect(output()).toContain(`${name} ended (signal SIGKILL): starting it again`)
    }
    expect(await until(async () => (await answers(`${ready.api}/v1/status`)) === 200)).toBe(true)
  }, 60_000)

  it('stops at two Ctrl-C within a millisecond, in good order, and leaves no process', async () => {
    const digest = await servedDigest(product!)
    process.kill(product!.pid, 'SIGINT')
    const { code } = await product!.stop()
    expect(code).toBe(0)
    expect(product!.processes()).toEqual([])
    expect(existsSync(join(dataDirectory, 'ready.json'))).toBe(false)
    expect(existsSync(join(dataDirectory, 'lock'))).toBe(false)
    // In good order: PostgreSQL was asked, not killed.
    expect(readFileSync(join(dataDirectory, 'logs', 'postgres.log'), 'utf8').trimEnd()).toMatch(
      /database system is shut down$/,
    )
    await start()
    expect(await servedDigest(product!)).toBe(digest)
  }, 60_000)

  it('leaves no process behind when it is killed, and starts again on the same data, on other ports', async () => {
    const digest = await servedDigest(product!)
    process.kill(product!.pid, 'SIGKILL')
    expect(await until(() => processesOf(dataDirectory).length === 0)).toBe(true)
    const { ready } = await start(await freePorts())
    expect(await servedDigest(product!)).toBe(digest)
    // The issuer of the demo holds its port: people are known by (issuer, subject) all the same.
    const key = softKeyAt(ready.softAuthenticator, ready.portal)
    const session = await signIn({ api: ready.api, key }, 'denise')
    const { body } = await session.get<{ isAgency: boolean }>('/v1/me')
    expect(body.isAgency).toBe(true)
    expect((await product!.stop()).code).toBe(0)
    product = undefined
  }, 60_000)
})
