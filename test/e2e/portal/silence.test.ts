import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { freshState } from './fake-registry.ts'
import { setScene } from './scene.ts'

const text = async (
  url: string,
): Promise<{ status: number; html: string; ms: number; retryAfter: string | null }> => {
  const start = performance.now()
  const answer = await fetch(url)
  const html = (await answer.text()).replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ')
  return {
    status: answer.status,
    html,
    ms: performance.now() - start,
    retryAfter: answer.headers.get('retry-after'),
  }
}

/** Short on failure: a whole page in the report helps nobody. */
const says = (html: string, words: string): void =>
  expect(html.includes(words), `the page says « ${words} »`).toBe(true)

it('a registry that stops: what is known stays, with its age; it is taken up again when it comes back', async () => {
  await using scene = await setScene()
  const { origin } = scene.portal
  await text(`${origin}/liste-blanche`)
  await scene.fake.stop()
  await wait(2100)
  const stopped = await text(`${origin}/liste-blanche`)
  expect(stopped.status).toBe(200)
  expect(stopped.html).toMatch(/Données de \d+ h \d\d, il y a .*La mise à jour a échoué\./)
  says(stopped.html, 'db3.<wbr/>test.<wbr/>')
  says((await text(origin)).html, 'Démonstration')
  await scene.fake.start()
  await wait(3100)
  expect((await text(`${origin}/liste-blanche`)).html).not.toContain('La mise à jour a échoué')
})

it('a registry that never answered: 503 that says what is not known and what still stands', async () => {
  await using scene = await setScene()
  await scene.fake.stop()
  const { origin } = scene.portal
  const home = await text(origin)
  expect(home).toMatchObject({ status: 503, retryAfter: '30' })
  says(home.html, 'Nous ne savons pas.')
  says(home.html, 'Cela ne dit rien des DRIMbox')
  const list = await text(`${origin}/liste-blanche`)
  expect(list.status).toBe(503)
  says(list.html, 'Nous n’arrivons pas à lire le registre.')
  says(list.html, 'href="http://localhost:3004/whitelist.xml"')
  const publication = await text(`${origin}/liste-blanche/12`)
  expect(publication.status).toBe(503)
  says(publication.html, 'http://localhost:3004/whitelists/12.xml')
  expect((await text(`${origin}/liste-blanche/certificats`)).status).toBe(503)
  expect((await fetch(`${origin}/liste-blanche/entrees.csv`)).status).toBe(503)
  expect((await text(`${origin}/accessibilite`)).status).toBe(200)
  expect((await text(`${origin}/rien`)).status).toBe(404)
})

it('a registry that takes calls and never answers costs two seconds once, not one visitor after the other', async () => {
  await using scene = await setScene({ ...freshState(), behaviour: 'silent' })
  const { origin } = scene.portal
  const first = await text(`${origin}/liste-blanche`)
  expect(first.status).toBe(503)
  expect(first.ms).toBeLessThan(3000)
  const next = await Promise.all(Array.from({ length: 20 }, () => text(`${origin}/liste-blanche`)))
  expect(Math.max(...next.map(({ ms }) => ms))).toBeLessThan(1000)
})

it.each(['failing', 'foreign'] as const)(
  'a %s registry is said in our words, never in its own',
  async (behaviour) => {
    await using scene = await setScene({ ...freshState(), behaviour })
    const { html, status } = await text(`${scene.portal.origin}/liste-blanche`)
    expect(status).toBe(503)
    says(html, 'Nous n’arrivons pas à lire le registre.')
    expect(html).not.toContain('SECRET DETAIL')
  },
)

it('an export that breaks half-way is a broken download, not a short file', async () => {
  await using scene = await setScene({ ...freshState(2000), entriesFailAfter: 3 })
  const answer = await fetch(`${scene.portal.origin}/liste-blanche/entrees.csv`)
  expect(answer.status).toBe(200)
  await expect(answer.text()).rejects.toThrow()
  expect(scene.portal.log()).toContain('export-cut')
})

it('an export during which another list comes into force does not mix the two', async () => {
  await using scene = await setScene(freshState(2000))
  const answer = await fetch(`${scene.portal.origin}/liste-blanche/entrees.csv`, {
    headers: { 'accept-encoding': 'identity' },
  })
  const reader = answer.body!.getReader()
  await reader.read()
  const [newest] = scene.fake.state.publications
  scene.fake.state.publications.unshift({ ...newest!, sequence: newest!.sequence + 1 })
  const rest = async (): Promise<void> => {
    while (!(await reader.read()).done);
  }
  await expect(rest()).rejects.toThrow()
})
