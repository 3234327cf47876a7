import 'reflect-metadata'
import { X509Crl } from '@peculiar/x509'
import { fork } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startAuthorityServer, type AuthorityServer } from '../../demo/authority-server.ts'
import { createAuthority, loadAuthority, type TrustAuthority } from '../../demo/trust-authority.ts'

let directory: string
let authority: TrustAuthority
let server: AuthorityServer | undefined
let now: Date
const clock = () => now

beforeEach(async () => {
  now = new Date('2026-11-25T10:00:00Z')
  directory = await mkdtemp(join(tmpdir(), 'drim-authority-server-'))
  authority = await createAuthority({ clock, demo: false })
  await authority.save(directory)
})
afterEach(async () => {
  await server?.stop()
  server = undefined
  await rm(directory, { recursive: true, force: true })
})

async function get(path: string): Promise<Response> {
  server ??= await startAuthorityServer({ directory, host: '127.0.0.1', port: 0, clock })
  return fetch(`http://127.0.0.1:${server.port}${path}`)
}
async function crl(which: string): Promise<X509Crl> {
  return new X509Crl(await (await get(`/crl/${which}.crl`)).arrayBuffer())
}

describe('the authority server', () => {
  it('serves each CRL and each CA certificate with its media type', async () => {
    for (const which of ['root', 'lists', 'servers']) {
      const response = await get(`/crl/${which}.crl`)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pkix-crl'])
    }
    const response = await get('/ca/lists.cer')
    expect(response.headers.get('content-type')).toBe('application/pkix-cert')
    const certificate = new X509Certificate(new Uint8Array(await response.arrayBuffer()))
    expect(certificate.verify(new X509Certificate(authority.root).publicKey)).toBe(true)
  })

  it('signs CRLs afresh as its clock moves, so that they are always in force', async () => {
    const first = await crl('servers')
    now = new Date('2026-12-25T10:00:00Z')
    const later = await crl('servers')
    expect(first.nextUpdate && first.nextUpdate < now).toBe(true)
    expect(later.thisUpdate).toEqual(now)
    expect(later.nextUpdate && later.nextUpdate > now).toBe(true)
  })

  it('lists a certificate that another process revoked, at the next request', async () => {
    const box = await authority.issueBoxCertificate({ host: 'db1.test.mesimagesmedicales.fr' })
    expect((await crl('servers')).entries).toHaveLength(0)
    const other = await loadAuthority(directory, clock)
    other.revoke(box.certificate)
    await other.save(directory)
    expect((await crl('servers')).entries).toHaveLength(1)
  })

  it('answers 404 to anything else and never a private key', async () => {
    for (const path of [
      '/',
      '/root.key.pem',
      '/crl/../root.key.pem',
      '/crl/%2e%2e/root.key.pem',
      '/crl/x.crl',
    ]) {
      expect((await get(path)).status, path).toBe(404)
    }
    await get('/healthz')
    const post = await fetch(`http://127.0.0.1:${server?.port}/crl/root.crl`, { method: 'POST' })
    expect(post.status).toBe(405)
  })

  it('refuses to start without an authority', async () => {
    const nowhere = startAuthorityServer({
      directory: join(directory, 'none'),
      host: '127.0.0.1',
      port: 0,
      clock,
    })
    await expect(nowhere).rejects.toThrow('authority.json')
  })
})

describe('its process', () => {
  it('says when it is ready and ends with its parent', async () => {
    const child = fork(join(import.meta.dirname, '../../demo/authority-server.ts'), [], {
      execArgv: ['--conditions=development'],
      env: { ...process.env, AUTHORITY_DIR: directory, AUTHORITY_PORT: '0' },
      silent: true,
    })
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
})
