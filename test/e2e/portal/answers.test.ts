import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from './fake-registry.ts'
import { hostileState, PAGES, PLANTED, type Scene, setScene } from './scene.ts'

let scene: Scene
const get = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(scene.portal.origin + path, { redirect: 'manual', ...init })

beforeAll(async () => {
  scene = await setScene()
})
afterAll(() => scene[Symbol.asyncDispose]())

describe('every page', () => {
  it.each(PAGES)('%s answers French HTML under a strict policy, and is not kept', async (path) => {
    const answer = await get(path)
    const html = await answer.text()
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(answer.status).toBe(/rien|999999/.test(path) ? 404 : 200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(html).toMatch(/^<!doctype html>\s*<html lang="fr"/)
    expect(policy).toMatch(/default-src 'none'/)
    expect(policy).toMatch(/script-src 'nonce-[A-Za-z0-9+/=]{24}'/)
    expect(policy).toMatch(/frame-ancestors 'none'/)
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('referrer-policy')).toBe('same-origin')
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    expect(html).not.toMatch(/ style=| on[a-z]+=|javascript:/)
    expect(html).not.toMatch(PLANTED)
  })

  it('has a nonce of its own each time, and its script bears it', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const answer = await get('/')
        const nonce =
          /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? 'none'
        expect(await answer.text()).toContain(`nonce="${nonce}"`)
        return nonce
      }),
    )
    expect(new Set(nonces).size).toBe(2)
  })

  it('leads nowhere dead: each link of ours answers, each place in a page is there', async () => {
    const seen = new Map<string, string>()
    const queue = ['/', '/plan-du-site']
    while (queue.length > 0) {
      const path = queue.pop() ?? '/'
      if (seen.has(path)) continue
      const answer = await get(path)
      expect(answer.status, path).toBe(200)
      const html = await answer.text()
      seen.set(path, html)
      if (!html.startsWith('<!doctype')) continue
      for (const [, href = ''] of html
        .replaceAll('&amp;', '&')
        .matchAll(/<(?:a|link)\b[^>]* href="(\/[^"]*)"/g)) {
        const target = href.split('#')[0] ?? ''
        // Enough of the endless ones: pages by cursor, orders, neighbours.
        if (!/apres=|tri=|publications=|\/12[0-7]\d$/.test(target)) queue.push(target)
        const place = href.split('#')[1]
        if (place !== undefined && seen.has(target)) expect(seen.get(target), href).toContain(`id="${place}"`)
      }
    }
    expect(seen.size).toBeGreaterThan(12)
  })

  it('is compressed for those who can unpack it', async () => {
    const answer = await get('/liste-blanche', { headers: { 'accept-encoding': 'br, gzip' } })
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect(answer.headers.get('vary')).toMatch(/Accept-Encoding/)
    expect(
      (await get('/', { headers: { 'accept-encoding': 'identity' } })).headers.get('content-encoding'),
    ).toBeNull()
  })
})

describe('appearance', () => {
  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    get('/apparence', {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: scene.portal.origin,
        ...headers,
      },
    })

  it('is kept in a cookie and shown by the next page; « Système » forgets it', async () => {
    const answer = await post('theme=sombre&retour=%2Fliste-blanche%3Fq%3D175')
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/liste-blanche?q=175')
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^apparence=sombre; .*HttpOnly; SameSite=Lax/)
    const html = await (await get('/', { headers: { cookie: 'apparence=sombre' } })).text()
    expect(html).toMatch(/<html lang="fr" data-theme="dark"/)
    expect(html).toMatch(/value="sombre" aria-pressed="true"/)
    expect((await post('theme=systeme&retour=/')).headers.get('set-cookie')).toMatch(/Max-Age=0/)
  })

  it('takes no other word for a theme', async () => {
    const html = await (
      await get('/', { headers: { cookie: 'apparence=%22%3E%3Cb%20id%3Dplanted%3E' } })
    ).text()
    expect(html).toMatch(/<html lang="fr"\s*>/)
    expect(html).not.toContain('planted')
  })

  it.each(['https://evil.example', 'null', ''])(
    'refuses a post of origin %j and sets nothing',
    async (origin) => {
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json']) {
        const answer = await post('theme=sombre', { origin, 'content-type': type })
        expect(answer.status).toBe(403)
        expect(answer.headers.get('set-cookie')).toBeNull()
      }
    },
  )

  it.each(['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)'])(
    'never sends a reader to %s',
    async (back) => {
      const answer = await post(`theme=claire&retour=${encodeURIComponent(back)}`)
      const target = new URL(answer.headers.get('location') ?? '', scene.portal.origin)
      expect(target.origin).toBe(scene.portal.origin)
    },
  )

  it('survives a body that is none of its form', async () => {
    expect(
      (await post('theme=sombre', { 'content-type': 'multipart/form-data; boundary=x' })).status,
    ).toBeLessThan(500)
    expect((await post('x'.repeat(100_000))).status).toBe(413)
  })
})

describe('files', () => {
  it('CSV: the filtered set, for spreadsheets, with nothing they would run', async () => {
    await using hostile = await setScene(hostileState())
    const answer = await fetch(`${hostile.portal.origin}/liste-blanche/entrees.csv`)
    const bytes = await answer.bytes()
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    const lines = text.slice(1).split('\r\n')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="liste-blanche-n1284.csv"')
    expect(text[0]).toBe('\ufeff')
    expect(lines[0]).toBe('Numéro;Accès aux images;Visionneuse;Opérateur;Ajoutée le')
    expect(lines).toHaveLength(7)
    for (const cell of lines.flatMap((line) => line.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/))) {
      expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@\t]/)
    }
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    expect(text).not.toMatch(PLANTED)
  })

  it('CSV: follows the filters of the page, over all its pages', async () => {
    scene.fake.state.entries.push(
      ...Array.from({ length: 450 }, (_, index) => ({
        ...scene.fake.state.entries[0]!,
        number: 1000 + index,
        operator: 'Beaucoup',
      })),
    )
    const answer = await get('/liste-blanche/entrees.csv?operateur=Beaucoup&tri=-numero&apres=5')
    const numbers = (await answer.text())
      .split('\r\n')
      .slice(1, -1)
      .map((line) => Number(line.split(';')[0]))
    expect(numbers).toHaveLength(450)
    expect(numbers[0]).toBe(1449)
    scene.fake.state.entries.length = 6
  })

  it('PEM: one certificate under the name that the command uses; nothing under another fingerprint', async () => {
    const fingerprint = sha256('AC RACINE DEMO')
    const answer = await get(`/liste-blanche/certificats/${fingerprint}.pem`)
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="racine.pem"')
    expect(await answer.text()).toMatch(/^-----BEGIN CERTIFICATE-----/)
    expect((await get(`/liste-blanche/certificats/${sha256('other')}.pem`)).status).toBe(404)
    expect((await get('/liste-blanche/certificats/..%2f..%2fmain.pem')).status).toBe(404)
  })
})

it.each([
  '/liste-blanche/0',
  '/liste-blanche/-1',
  '/liste-blanche/1e3',
  '/liste-blanche/9999999999',
  '/%2e%2e/main.ts',
  '/_app/../main.ts',
  '/%E0%A4%A',
  '/index.php?a=b',
])('%s is refused without a fault of ours', async (path) => {
  const answer = await get(path)
  expect([400, 404]).toContain(answer.status)
  expect(await answer.text()).not.toMatch(/at .*\.(js|ts):\d+/)
})

it('logs no search', async () => {
  scene.fake.state.behaviour = 'failing'
  await get('/liste-blanche?q=dupont-jean')
  scene.fake.state.behaviour = 'answering'
  expect(scene.portal.log()).toContain('registry-call-failed')
  expect(scene.portal.log()).not.toContain('dupont')
})
