import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { assertPortsFree, portsOf } from '../../demo/launch/ports.ts'
import { readSettings, type Settings } from '../../demo/launch/settings.ts'

const servers: Server[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done)))))

const listen = (host: string, port = 0): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer()
    servers.push(server)
    server.once('error', failed)
    server.listen({ host, port }, () => done((server.address() as { port: number }).port))
  })

const settings = (changes: Partial<Settings> = {}): Settings => ({
  dataDirectory: '/nowhere',
  portalPort: 21_400,
  apiPort: 21_401,
  boxPortBase: 21_443,
  databaseUrl: undefined,
  ...changes,
})

describe('ports', () => {
  it('follow from three numbers', () => {
    const ports = portsOf(settings({ portalPort: 3000, apiPort: 3001, boxPortBase: 8443 }))
    expect(ports).toMatchObject({
      portal: 3000,
      api: 3001,
      identityProvider: 3002,
      mailPage: 3003,
      distribution: 3004,
      authority: 3005,
      smtp: 3007,
      softAuthenticator: 3008,
    })
    expect(ports.boxes).toEqual([
      { number: 9001, address: '127.0.10.1', tls: 8453, health: 8455 },
      { number: 9002, address: '127.0.10.2', tls: 8463, health: 8465 },
      { number: 9003, address: '127.0.10.3', tls: 8473, health: 8475 },
    ])
  })

  it('are free on an idle range', async () => {
    await assertPortsFree(portsOf(settings()))
  })

  it('that are taken are all named, with who wants them and the variable that moves them', async () => {
    await listen('127.0.0.1', 21_404)
    await listen('127.0.10.2', 21_463)
    await expect(assertPortsFree(portsOf(settings()))).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringMatching(
        /port 21404 \(list, API_PORT\)[^]*port 21463 \(DRIMbox 9002, DRIMBOX_PORT_BASE\)/,
      ) as string,
    })
  })

  it('taken on ::1 alone count, for browsers try it first', async () => {
    const port = await listen('::1', 21_400)
    await expect(assertPortsFree(portsOf(settings({ portalPort: port })))).rejects.toMatchObject({
      code: 'port-taken',
    })
  })

  it('that would meet each other are refused', async () => {
    await expect(assertPortsFree(portsOf(settings({ portalPort: 21_404 })))).rejects.toMatchObject({
      code: 'settings-invalid',
    })
  })
})

describe('settings', () => {
  it('have the defaults of the README', () => {
    expect(readSettings({}, '/project')).toEqual({
      dataDirectory: '/project/.data',
      portalPort: 3000,
      apiPort: 3001,
      boxPortBase: 8443,
      databaseUrl: undefined,
    })
  })

  it('that are wrong are all told together', () => {
    expect(() =>
      readSettings({ PORTAL_PORT: 'http', API_PORT: '65535', DATABASE_URL: 'mysql://x' }, '/project'),
    ).toThrow(/DATABASE_URL[^]*PORTAL_PORT[^]*API_PORT/)
  })
})
