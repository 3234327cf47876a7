import { setTimeout as wait } from 'node:timers/promises'
import { leaksIn, type Owner, type Secret } from './line-8-vault.ts'

interface Operation {
  readonly security?: readonly unknown[]
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}

export interface Route {
  readonly method: string
  readonly path: string
  readonly isPublic: boolean
  readonly isSearchable: boolean
}

/** Every route that the API says it has. */
export async function routesOf(api: string): Promise<Route[]> {
  const document = (await (await fetch(new URL('/v1/openapi.json', api))).json()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  }
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security, parameters = [] }]) => ({
      method: method.toUpperCase(),
      path,
      isPublic: security === undefined,
      isSearchable: parameters.some(({ name, in: place }) => name === 'q' && place === 'query'),
    })),
  )
}

/** Who asks, and whose secrets they may see. */
export interface Reader {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly owns: readonly Owner[]
}

export interface CrawlReport {
  asked: number
  readonly statuses: Map<number, number>
  readonly leaks: string[]
  /** Searches that found something by a secret. */
  readonly found: string[]
}

export interface Crawl {
  readonly api: string
  readonly reader: Reader
  readonly secrets: readonly Secret[]
  readonly routes: readonly Route[]
  /** What could stand in a path, by the name of its parameter. */
  readonly values: Readonly<Record<string, readonly string[]>>
}

// As many as a browser would: the order of the answers does not matter.
const AT_ONCE = 8

/** Asks every route under every id there is, and every search for every secret, and reads all of each answer. */
export async function crawl(crawled: Crawl): Promise<CrawlReport> {
  const report: CrawlReport = { asked: 0, statuses: new Map(), leaks: [], found: [] }
  const { routes, values, reader } = crawled
  const questions = routes.flatMap((route) => [
    ...pathsOf(route.path, values).map((path) => () => ask(crawled, report, route, path)),
    ...(route.isSearchable ? crawled.secrets.filter(({ owner }) => !reader.owns.includes(owner)) : []).map(
      ({ owner, field, text }) =>
        async () => {
          const body = await ask(crawled, report, route, `${route.path}?q=${encodeURIComponent(text)}`)
          if (/"items":\[\{/.test(body)) report.found.push(`${route.path} by ${field} of ${owner}`)
        },
    ),
  ])
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (let next = questions.shift(); next !== undefined; next = questions.shift()) await next()
  })
  await Promise.all(lanes)
  return report
}

function pathsOf(path: string, values: Crawl['values']): string[] {
  const name = /\{(\w+)\}/.exec(path)?.[1]
  if (name === undefined) return [path]
  return (values[name] ?? []).flatMap((value) => pathsOf(path.replace(`{${name}}`, value), values))
}

async function ask(
  { api, reader, secrets }: Crawl,
  report: CrawlReport,
  route: Route,
  path: string,
): Promise<string> {
  const isRead = route.method === 'GET'
  for (;;) {
    const response = await fetch(new URL(path, api), {
      method: route.method,
      headers: {
        ...reader.headers,
        'if-match': '"v1"',
        ...(isRead ? {} : { 'content-type': 'application/json' }),
      },
      // The list itself carries names of certificates (decisions 44): where it is served is no route of the API.
      redirect: 'manual',
      ...(isRead ? {} : { body: '{}' }),
    })
    const text = await response.text()
    if (response.status === 429) {
      await wait(500)
      continue
    }
    report.asked += 1
    report.statuses.set(response.status, (report.statuses.get(response.status) ?? 0) + 1)
    const whole = `${JSON.stringify([...response.headers])}\n${text}`
    for (const leak of leaksIn(whole, secrets, reader.owns))
      report.leaks.push(`${route.method} ${path} as ${reader.name}: ${leak}`)
    return text
  }
}
