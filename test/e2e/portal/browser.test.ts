import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, launchChromium } from './running-portal.ts'
import { hostileState, PAGES, pagesOf, type Scene, setScene, STATES } from './scene.ts'

let browser: Browser
let scene: Scene
beforeAll(async () => {
  if (!hasChromium) return
  browser = await launchChromium()
  scene = await setScene(STATES['10,000 entries of 500 operators']?.())
})
afterAll(async () => {
  await browser?.close()
  await scene?.[Symbol.asyncDispose]()
})

async function view<T>(
  url: string,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  try {
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'load' })
    return await look(page)
  } finally {
    await context.close()
  }
}

const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')

describe.skipIf(!hasChromium)('without script', () => {
  const noScript = { javaScriptEnabled: false }

  it('search, order and pages of the table work by links and forms', async () => {
    await view(`${scene.portal.origin}/liste-blanche`, noScript, async (page) => {
      await page.getByLabel('Numéro ou nom').fill('db175.')
      await page.getByRole('button', { name: 'Filtrer' }).click()
      expect(page.url()).toMatch(/\?q=db175\.&operateur=&tri=numero#entrees$/)
      const rows = page.getByRole('table', { name: 'Les DRIMbox de la liste en cours' }).locator('tbody tr')
      expect(await rows.count()).toBe(1)
      await page.getByRole('link', { name: 'Effacer les filtres' }).first().click()
      const first = (): Promise<string | null> => rows.first().locator('td').first().textContent()
      expect(await first()).toBe('3')
      await page.getByRole('link', { name: 'Numéro', exact: true }).click()
      expect(await first()).toBe('10002')
      await page.getByRole('link', { name: 'Suivantes' }).click()
      expect(await first()).toBe('9952')
      await page.getByRole('link', { name: 'Suivantes' }).click()
      await page.getByRole('link', { name: 'Précédentes' }).click()
      expect(await first()).toBe('9952')
      await page.getByRole('link', { name: 'Précédentes' }).click()
      expect(await first()).toBe('10002')
    })
  })

  it('the appearance changes and the reader is back on the same page', async () => {
    await view(`${scene.portal.origin}/liste-blanche?q=175`, noScript, async (page) => {
      const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor')
      const light = await ground()
      await page.getByRole('button', { name: 'Sombre' }).click()
      expect(page.url()).toBe(`${scene.portal.origin}/liste-blanche?q=175`)
      expect(await ground()).not.toBe(light)
      await page.getByRole('button', { name: 'Système' }).click()
      expect(await ground()).toBe(light)
    })
  })

  it('no button is shown that would do nothing', async () => {
    await view(`${scene.portal.origin}/liste-blanche`, noScript, async (page) => {
      expect(await page.getByRole('button', { name: 'Copier' }).count()).toBe(0)
    })
  })
})

describe.skipIf(!hasChromium)('with script', () => {
  it('« Copier » copies the whole fingerprint and says so', async () => {
    const permissions = { permissions: ['clipboard-read', 'clipboard-write'] }
    await view(`${scene.portal.origin}/liste-blanche`, permissions, async (page) => {
      const button = page.getByRole('button', { name: 'Copier l’empreinte du fichier' })
      await button.click()
      await page.getByRole('status').filter({ hasText: 'Copié' }).waitFor({ state: 'attached' })
      const copied = await page.evaluate('navigator.clipboard.readText()')
      expect(copied).toBe(scene.fake.state.publications[0]?.fileSha256)
    })
  })
})

describe.skipIf(!hasChromium)('the policy', () => {
  it('is broken by no page of ours, and breaks what is put into one', async () => {
    await view(scene.portal.origin, {}, async (page) => {
      let broken = 0
      page.on('console', (message) => {
        if (/Content Security Policy/i.test(message.text())) broken++
      })
      for (const path of PAGES) {
        await page.goto(scene.portal.origin + path)
        expect(broken, path).toBe(0)
        expect(await page.locator('[style]').count(), path).toBe(0)
        await page.evaluate(`{
          const script = document.createElement('script')
          script.textContent = 'document.title = "planted"'
          document.body.append(script)
          const file = document.createElement('script')
          file.src = '/liste-blanche/entrees.csv'
          document.body.append(file)
          document.body.insertAdjacentHTML('beforeend', '<p style="color:red" onclick="alert(1)">x</p>')
        }`)
        await page.waitForFunction('true')
        expect(await page.title(), path).not.toBe('planted')
        expect(broken, path).toBeGreaterThanOrEqual(3)
        broken = 0
      }
    })
  })

  it('hostile strings stay text: nothing of them runs, stands as an element or turns the line', async () => {
    await using hostile = await setScene(hostileState())
    for (const path of ['/', '/liste-blanche', '/liste-blanche/certificats']) {
      await view(hostile.portal.origin + path, {}, async (page) => {
        expect(await page.locator('#planted').count()).toBe(0)
        expect(await page.title()).not.toContain('planted')
        const text = String(await page.evaluate('document.body.innerText'))
        expect(/[\u202a-\u202e\u2066-\u2069]/.test(text)).toBe(false)
        expect(text.length).toBeLessThan(15_000)
        if (path === '/liste-blanche') expect(text.includes('<script id="planted">')).toBe(true)
      })
    }
  })
})

describe.skipIf(!hasChromium)('at 320 px', () => {
  it.each(Object.keys(STATES))('nothing makes the page scroll sideways: %s', async (state) => {
    await using here = await setScene(STATES[state]?.())
    await view(here.portal.origin, { viewport: { width: 320, height: 640 } }, async (page) => {
      for (const path of pagesOf(state)) {
        await page.goto(here.portal.origin + path)
        expect(await scrollsSideways(page), path).toBe(false)
        // The spacing of WCAG 1.4.12, which a reader may set.
        await page.evaluate(`{
          const sheet = new CSSStyleSheet()
          sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }')
          document.adoptedStyleSheets = [sheet]
        }`)
        expect(await scrollsSideways(page), `${path}, spaced`).toBe(false)
      }
    })
  })
})

describe.skipIf(!hasChromium)('by keyboard', () => {
  it.each(['/', '/liste-blanche', '/liste-blanche/1282'])(
    '%s: skip link first, every stop in order with a ring, no trap',
    async (path) => {
      await view(scene.portal.origin + path, {}, async (page) => {
        const expected =
          await page.evaluate(`[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true })).length`)
        const places: number[] = []
        await page.keyboard.press('Tab')
        expect(await page.evaluate('document.activeElement.textContent')).toBe('Aller au contenu')
        for (let stop = 0; stop < Number(expected); stop++) {
          const seen = await page.evaluate<{ place: number; ring: boolean; what: string }>(`(() => {
          const element = document.activeElement
          const style = getComputedStyle(element)
          const all = [...document.querySelectorAll('*')]
          return { place: all.indexOf(element), ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, what: element.outerHTML.slice(0, 120) }
        })()`)
          expect(seen.ring, seen.what).toBe(true)
          places.push(seen.place)
          await page.keyboard.press('Tab')
        }
        expect(places).toEqual([...places].sort((a, b) => a - b))
        expect(new Set(places).size).toBe(Number(expected))
      })
    },
  )

  it('the skip link leads to the content', async () => {
    await view(`${scene.portal.origin}/liste-blanche`, {}, async (page) => {
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).toBe('contenu')
    })
  })
})

describe.skipIf(!hasChromium)('budgets (portal.md 9)', () => {
  it.each([
    '/',
    '/liste-blanche',
    '/liste-blanche?tri=-operateur',
    '/liste-blanche/1282',
    '/liste-blanche/certificats',
  ])(
    '%s: 100 KB, six requests, none to others, 5 KB of script, 1,500 elements, nothing moves',
    async (path) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
      const page = await context.newPage()
      const session = await context.newCDPSession(page)
      await session.send('Network.enable')
      const requests = new Map<string, { url: string; type: string; bytes: number }>()
      session.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
        requests.set(requestId, { url: request.url, type: type ?? '', bytes: 0 })
      })
      session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        const request = requests.get(requestId)
        if (request) request.bytes = encodedDataLength
      })
      await page.addInitScript(`
        window.moved = 0
        new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value }).observe({ type: 'layout-shift', buffered: true })
      `)
      await page.goto(scene.portal.origin + path, { waitUntil: 'networkidle' })
      const all = [...requests.values()]
      const sum = (list: typeof all): number => list.reduce((total, { bytes }) => total + bytes, 0)
      const elements = Number(await page.evaluate('document.querySelectorAll("*").length'))
      const moved = Number(await page.evaluate('window.moved'))
      console.log(
        `budget ${path}: ${sum(all)} bytes, ${all.length} requests, ${elements} elements, shift ${moved.toFixed(4)}`,
      )
      expect(sum(all)).toBeLessThanOrEqual(100_000)
      expect(all.length).toBeLessThanOrEqual(6)
      expect(all.filter(({ url }) => !url.startsWith(scene.portal.origin))).toEqual([])
      expect(sum(all.filter(({ type }) => type === 'Script'))).toBeLessThanOrEqual(5000)
      expect(elements).toBeLessThanOrEqual(1500)
      expect(moved).toBeLessThanOrEqual(0.05)
      await context.close()
    },
  )
})

describe.skipIf(!hasChromium)('other looks', () => {
  it('print: no menu, no form, black on white, addresses after links', async () => {
    await view(`${scene.portal.origin}/liste-blanche/1282`, { colorScheme: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print' })
      const seen = await page.evaluate<Record<string, unknown>>(`(() => {
        const shown = (selector) => document.querySelector(selector).checkVisibility()
        return {
          menu: shown('.site-nav'), appearance: shown('.appearance'), ground: getComputedStyle(document.body).backgroundColor,
          address: getComputedStyle(document.querySelector('.breadcrumb a'), '::after').content,
        }
      })()`)
      expect(seen).toMatchObject({ menu: false, appearance: false, ground: 'rgb(255, 255, 255)' })
      expect(seen['address']).toContain('/liste-blanche')
    })
  })

  it('print: the table stays a table, without the addresses of its orders', async () => {
    await view(
      `${scene.portal.origin}/liste-blanche`,
      { viewport: { width: 680, height: 900 } },
      async (page) => {
        await page.emulateMedia({ media: 'print' })
        const seen = await page.evaluate<Record<string, unknown>>(`(() => ({
        row: getComputedStyle(document.querySelector('tbody tr')).display,
        head: getComputedStyle(document.querySelector('thead')).display,
        order: getComputedStyle(document.querySelector('thead a'), '::after').content,
      }))()`)
        expect(seen).toEqual({ row: 'table-row', head: 'table-header-group', order: 'none' })
      },
    )
  })

  it('forced colours: the current page, the chosen appearance and the main act are told apart', async () => {
    await view(`${scene.portal.origin}/liste-blanche`, { forcedColors: 'active' }, async (page) => {
      const style = (selector: string, property: string): Promise<unknown> =>
        page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`)
      expect(await style('[aria-pressed=true]', 'backgroundColor')).not.toBe(
        await style('[aria-pressed=false]', 'backgroundColor'),
      )
      expect(await style('.site-nav [aria-current]', 'borderBottomColor')).not.toBe(
        await style('.site-nav a:not([aria-current])', 'color'),
      )
      expect(await style('.button.primary', 'borderTopWidth')).toBe('2px')
    })
  })
})
