import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { signIn } from '../../demo/people/registry-session.ts'
import { createPeople } from '../support/people.ts'
import { startStorySpace, type StorySpace } from '../support/story-space.ts'
import { connect } from '../support/test-database.ts'
import { median } from './measure.ts'
import { pagesOf, type Page } from './registry-pages.ts'
import { fillRegistry, uuidOf } from './registry-rows.ts'

const SIZES = { organisations: 500, drimboxes: 10_000, events: 1_000_000 }
const ROUNDS = 31
const RATIO_MAX = 2
const EXTRA_MS_MAX = 5
const SIGN_IN_MS_MAX = 300

/**
 * Each list page and search of the API against the bare SQL of the same rows, in turns in one run; and a sign-in up to
 * its first page. Prints what it sees, 1 if a bound is not kept.
 */
export async function run(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'drim-bench-'))
  const space = await startStorySpace({ directory, space: 'TEST', periodicSeconds: 3_600 })
  const sql = connect(space.superuserUrl)
  try {
    const begun = performance.now()
    await fillRegistry(sql, SIZES)
    console.log(
      `${SIZES.organisations} operators, ${SIZES.drimboxes} DRIMboxes, ${SIZES.events} audit events (${seconds(begun)} to fill)\n`,
    )
    const arePagesFast = await measurePages(space, sql)
    const isSignInFast = await measureSignIn(space)
    return arePagesFast && isSignInFast ? 0 : 1
  } finally {
    await sql.end()
    await space.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

const seconds = (begun: number) => `${((performance.now() - begun) / 1_000).toFixed(1)} s`
async function measurePages(space: StorySpace, sql: postgres.Sql): Promise<boolean> {
  const people = await createPeople({
    database: { name: 'registry', urlFor: () => space.superuserUrl, drop: () => Promise.resolve() },
    clock: { now: () => new Date(), advance: () => undefined, set: () => undefined },
  })
  const agency = await people.person('Denise', [{ organisation: 'agency', roles: ['AD'] }])
  const party = await people.person('Omar', [{ organisation: uuidOf('o', 1), roles: ['OT', 'OA'] }])
  await people.end()
  const headers = { agency: agency.headers, party: party.headers, public: {} }
  const pages = pagesOf({
    middle: uuidOf('b', 5_000),
    box: uuidOf('b', 77),
    organisation: uuidOf('o', 250),
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let isKept = true
  console.log(`${'page'.padEnd(36)}${'API'.padStart(9)}${'SQL'.padStart(9)}${'ratio'.padStart(8)}   kept`)
  for (const page of pages) {
    const [ours, bare] = await measure(
      () => get(agent, space.registry.api, page, headers[page.as]),
      () => sql.unsafe(page.sql),
    )
    const isGood = ours <= bare * RATIO_MAX || ours <= bare + EXTRA_MS_MAX
    isKept &&= isGood
    const cells = [ms(ours).padStart(9), ms(bare).padStart(9), `${(ours / bare).toFixed(2)} ×`.padStart(8)]
    console.log(`${page.what.padEnd(36)}${cells.join('')}   ${isGood ? 'yes' : 'NO'}`)
  }
  agent.destroy()
  return isKept
}

const ms = (value: number) => `${value.toFixed(2)} ms`

/** Medians of both, taken in turns so that whatever else the machine does reaches both. */
async function measure(
  ours: () => Promise<unknown>,
  bare: () => Promise<unknown>,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS + 3; round += 1) {
    for (const [index, work] of [ours, bare].entries()) {
      const begun = performance.now()
      await work()
      // The first rounds warm up.
      if (round >= 3) times[index]!.push(performance.now() - begun)
    }
  }
  return [median(times[0]), median(times[1])]
}

async function get(
  agent: Agent,
  api: string,
  { path }: Page,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  request(new URL(path, api), { agent, headers }, (response) => {
    response.resume()
    response.once('end', () =>
      response.statusCode === 200 ? resolve() : reject(new Error(`${path}: ${response.statusCode}`)),
    )
  })
    .once('error', reject)
    .end()
  await promise
}

/** Server time of the registry: what it answers to begin, to complete (the provider's answers included) and to /me. */
async function measureSignIn(space: StorySpace): Promise<boolean> {
  const times: number[] = []
  for (let round = 0; round < 9; round += 1) {
    let spent = 0
    const timed: typeof fetch = async (...given) => {
      const begun = performance.now()
      const response = await fetch(...given)
      spent += performance.now() - begun
      return response
    }
    const session = await signIn({ ...space.registry, fetch: timed }, 'nina')
    const begun = performance.now()
    await session.get('/v1/me')
    await session.get('/v1/admissions')
    times.push(spent + performance.now() - begun)
    await session.end()
  }
  const figure = median(times)
  const isGood = figure <= SIGN_IN_MS_MAX
  console.log(
    `\nsign-in to first page, server time: ${ms(figure)} (bound ${SIGN_IN_MS_MAX} ms)   ${isGood ? 'yes' : 'NO'}`,
  )
  return isGood
}
