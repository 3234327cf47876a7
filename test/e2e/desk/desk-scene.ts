import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { type Product, startProduct } from '../../support/product.ts'
import { launchChromium } from '../portal/running-portal.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** A page of the desks reads several lists, beside a whole product on the same two cores. */
const PATIENCE_MS = 20_000

export interface DeskScene {
  readonly product: Product
  readonly browser: Browser
  /** Where the portal is. */
  readonly origin: string
  close(): Promise<void>
}

/** The whole product on a data directory of its own, and a browser to look at it. */
export async function openDesks(): Promise<DeskScene> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'desk-'))
  const [product, browser] = await Promise.all([startProduct({ dataDirectory }), launchChromium()])
  return {
    product,
    browser,
    origin: product.ready.portal,
    async close() {
      await browser.close()
      await product.stop()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

/** A page in a browser of its own, where that persona has signed in at the provider of the demo. */
export async function signIn(
  { browser, origin }: DeskScene,
  login: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`${origin}/operateur`)
  await passProvider(page, login)
  return page
}

/** From the sign-in page through the provider and back. */
export async function passProvider(page: Page, login: string): Promise<void> {
  const { origin } = new URL(page.url())
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await page.locator(`button[value="${login}"]`).click()
  // A browser that was somebody else's: the provider ends that session first, by a form that posts itself where it may.
  const onward = page.getByRole('button', { name: 'Continue' })
  if (await onward.isVisible().catch(() => false)) await onward.click()
  await page.waitForURL((url) => url.origin === origin)
}

/** Presses a button that wants a key, and has the software key of the demo answer. */
export async function actWithSoftKey(page: Page, button: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('button', { name: 'Utiliser la clé logicielle de démonstration' }).click()
}

/** What the page says of the last act, with the spaces of a keyboard. */
export async function said(page: Page): Promise<string> {
  const texts = await page.locator('.notice').allInnerTexts()
  return texts.join('\n').replaceAll(/[\u00a0\u202f]/g, ' ')
}

/** What axe finds wrong on this page, each as « rule: place ». */
export async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
