import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { hasChromium, launchChromium } from './running-portal.ts'
import { PAGES, pagesOf, setScene, STATES, USUAL } from './scene.ts'

// axe takes half a second a page on a quiet machine, and many times that on a busy one.
vi.setConfig({ testTimeout: 240_000 })

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  'light 1280': { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  'dark 1280': { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  'light 390': { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  'dark 390': { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
}

let browser: Browser
beforeAll(async () => {
  if (hasChromium) browser = await launchChromium()
})
afterAll(() => browser?.close())

/** What axe finds wrong on the pages, each as « page rule: place ». */
async function faultsOf(origin: string, paths: readonly string[], look: string): Promise<string[]> {
  const context = await browser.newContext(LOOKS[look])
  const faults: string[] = []
  const page = await context.newPage()
  for (const path of paths) {
    await page.goto(origin + path)
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
    faults.push(
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target }) => `${path} ${id}: ${target.join(' ')}`),
      ),
    )
  }
  await context.close()
  return faults
}

describe.skipIf(!hasChromium)('axe finds nothing wrong (WCAG A, AA, best practices)', () => {
  it.each(Object.keys(LOOKS))('on any page, %s', async (look) => {
    await using scene = await setScene()
    expect(await faultsOf(scene.portal.origin, PAGES, look)).toEqual([])
  })

  it.each(Object.keys(STATES).filter((state) => state !== USUAL))('with %s', async (state) => {
    await using scene = await setScene(STATES[state]?.())
    for (const look of ['light 1280', 'dark 390']) {
      expect(await faultsOf(scene.portal.origin, pagesOf(state), look), look).toEqual([])
    }
  })
})
