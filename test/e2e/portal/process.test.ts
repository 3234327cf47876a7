import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startPortal } from './running-portal.ts'

const nowhere = 'http://127.0.0.1:9'

it('says ready once it answers, and stops on SIGTERM with 0', async () => {
  const portal = await startPortal(nowhere)
  expect((await fetch(`${portal.origin}/accessibilite`)).status).toBe(200)
  expect(await portal.stop()).toBe(0)
})

it('two interrupts within a millisecond are one stop', async () => {
  const portal = await startPortal(nowhere)
  const ended = new Promise((resolve) =>
    portal.child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  portal.child.kill('SIGINT')
  portal.child.kill('SIGINT')
  expect(await ended).toEqual({ code: 0, signal: null })
})

it('does not outlive its launcher', async () => {
  const portal = await startPortal(nowhere)
  const ended = new Promise((resolve) => portal.child.once('exit', resolve))
  portal.child.disconnect()
  expect(await ended).toBe(0)
})

it('lets a page under way finish when it stops', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await wait(50)
  const { port } = server.address() as AddressInfo
  const portal = await startPortal(`http://127.0.0.1:${port}`)
  const page = fetch(portal.origin)
  await wait(500)
  const ended = portal.stop()
  expect((await page).status).toBe(503)
  expect(await ended).toBe(0)
  server.close()
})

it('a taken port is said with what to do, not with a stack', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await wait(50)
  const { port } = server.address() as AddressInfo
  const start = startPortal(nowhere, { PORTAL_LISTEN_PORT: String(port) })
  await expect(start).rejects.toThrow(
    new RegExp(`ended with 1: Port ${port} of 127.0.0.1 is taken\\. .*PORTAL_LISTEN_PORT`),
  )
  await expect(start).rejects.not.toThrow(/at .*\.(ts|js):/)
  server.close()
})

it('a wrong environment is told whole', async () => {
  const start = startPortal('not an address', { PORTAL_ORIGIN: 'localhost', PORTAL_WHITELIST_URL: '' })
  await expect(start).rejects.toThrow(/PORTAL_ORIGIN[\s\S]*PORTAL_API_URL[\s\S]*PORTAL_WHITELIST_URL/)
})

it('links follow PORTAL_ORIGIN, whatever host a request names', async () => {
  const portal = await startPortal(nowhere)
  const answer = await fetch(`${portal.origin}/apparence`, {
    method: 'POST',
    redirect: 'manual',
    headers: { host: 'evil.example', origin: 'http://evil.example', 'x-portal-host': 'evil.example' },
  })
  expect(answer.status).toBe(403)
  await portal.stop()
})
