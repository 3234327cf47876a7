import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  startSoftAuthenticatorServer,
  type SoftAuthenticatorServer,
} from '../../demo/soft-authenticator-server.ts'

const PORTAL = 'http://localhost:3000'
let directory: string
let server: SoftAuthenticatorServer
let base: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drim-soft-server-'))
  server = await startSoftAuthenticatorServer({
    host: '127.0.0.1',
    port: 0,
    file: join(directory, 'keys.json'),
    portalOrigin: PORTAL,
  })
  base = `http://127.0.0.1:${server.port}`
})
afterEach(async () => {
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})

const creation = (userName: string) => ({
  rp: { name: 'Registry', id: 'localhost' },
  user: { id: 'AAAA', name: userName, displayName: userName },
  challenge: 'Y2hhbGxlbmdl',
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
})

const post = (path: string, body: unknown, headers: Record<string, string> = { origin: PORTAL }) =>
  fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** fetch() sends no Host of the caller's choice. */
const statusWithHost = (host: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    httpRequest({ port: server.port, host: '127.0.0.1', path: '/', headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })

describe('the soft authenticator, over HTTP', () => {
  it('registers for the portal, with the origin of the page that asked, and lists its keys by person, marked', async () => {
    const answer = await post('/register', creation('<b>denise</b>'))
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, PORTAL])
    const { response } = (await answer.json()) as { response: { clientDataJSON: string } }
    const said: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString())
    expect(said).toMatchObject({ type: 'webauthn.create', challenge: 'Y2hhbGxlbmdl', origin: PORTAL })
    const page = await fetch(`${base}/`)
    const html = await page.text()
    expect(html).toContain('DÉMONSTRATION : clé de sécurité logicielle')
    expect(html).toContain('&lt;b&gt;denise&lt;/b&gt;')
    expect(html).not.toMatch(/PRIVATE|<b>denise/)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('signs for no other origin, for none, and for no plain form', async () => {
    const options = creation('denise')
    for (const headers of [
      { origin: 'http://localhost:9999' },
      { origin: 'null' },
      {} as Record<string, string>,
    ]) {
      const answer = await post('/register', options, headers)
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([403, null])
    }
    const form = await post('/register', options, { origin: PORTAL, 'content-type': 'text/plain' })
    expect(form.status).toBe(415)
    expect(await (await fetch(`${base}/`)).text()).toContain('Aucune clé')
  })

  it('lets the portal ask first (CORS), and nobody else', async () => {
    const ask = (origin: string) =>
      fetch(`${base}/assert`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
    const allowed = await ask(PORTAL)
    expect([allowed.status, allowed.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'content-type',
    ])
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  })

  it('answers under no name but localhost', async () => {
    expect(await statusWithHost('evil.example')).toBe(421)
    expect(await statusWithHost(`localhost:${server.port}`)).toBe(200)
  })

  it('says by name why it signs nothing', async () => {
    const answer = await post('/assert', { challenge: 'AAAA', rpId: 'localhost' })
    expect([answer.status, ((await answer.json()) as { name: string }).name]).toEqual([
      409,
      'NotAllowedError',
    ])
    expect((await post('/assert', 'no options')).status).toBe(409)
    expect((await post('/register', {})).status).toBe(400)
    expect((await post('/register', { pad: 'x'.repeat(70_000) })).status).toBe(400)
  })
})

describe('its process', () => {
  const start = (environment: Record<string, string>) =>
    fork(join(import.meta.dirname, '../../demo/soft-authenticator-server.ts'), [], {
      execArgv: ['--conditions=development'],
      env: {
        ...process.env,
        SOFT_AUTHENTICATOR_PORT: '0',
        SOFT_AUTHENTICATOR_FILE: join(directory, 'own.json'),
        SOFT_AUTHENTICATOR_PORTAL_ORIGIN: PORTAL,
        ...environment,
      },
      silent: true,
    })

  it('says when it is ready and ends with its parent', async () => {
    const child = start({})
    const message = await new Promise<{ type: string; port: number }>((resolve, reject) => {
      child.once('message', (value) => resolve(value as { type: string; port: number }))
      child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
    })
    expect(message.type).toBe('ready')
    expect((await fetch(`http://127.0.0.1:${message.port}/healthz`)).status).toBe(200)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.disconnect()
    expect(await ended).toBe(0)
  })

  it('never listens beyond loopback', async () => {
    const child = start({ SOFT_AUTHENTICATOR_HOST: '0.0.0.0' })
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1)
  })
})
