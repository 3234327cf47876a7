import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { personas } from '../../../demo/identity-provider/personas.ts'
import { startStorySpace, type StorySpace } from '../../support/story-space.ts'
import { connect } from '../../support/test-database.ts'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'
import { createStage, type Stage } from './line-1-stage.ts'
import { crawl, routesOf, type Reader } from './line-8-crawl.ts'
import { plantSecrets } from './line-8-plant.ts'
import { createVault, leaksIn, type Owner, type Secret } from './line-8-vault.ts'

type Sql = ReturnType<typeof connect>

export const line: AcceptanceLine = {
  number: 8,
  title: 'what is private appears in no public route, log line or mail to strangers',
  async run(context) {
    const directory = join(context.directory, 's')
    await mkdir(directory)
    const space = await startStorySpace({ directory, space: 'TEST' })
    const sql = connect(space.superuserUrl)
    try {
      const stage = createStage(context, space)
      await stage.seatTheAgency()
      const vault = createVault()
      await plantSecrets({ stage, space, vault })
      await space.publish()
      await wereStored(context, sql, vault.secrets)
      await publicRoutes(context, space, sql, vault.secrets)
      await strangers(context, space, stage, sql, vault.secrets)
      await mails(context, space, sql, vault.secrets)
      logs(context, space, vault.secrets)
    } finally {
      await sql.end()
      await space.stop()
    }
  },
}

/** What was never stored is hidden easily: each secret stands in the database, and none in the audit. */
async function wereStored(context: AcceptanceContext, sql: Sql, secrets: readonly Secret[]): Promise<void> {
  context.figure('secrets planted', secrets.length)
  const tables = await sql<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'audit_event'`
  let all = ''
  for (const { name } of tables)
    for (const { row } of await sql<{ row: string }[]>`SELECT t::text AS row FROM ${sql(name)} AS t`)
      all += row.toLowerCase()
  const isThere = ({ text }: Secret) =>
    all.includes(text) || all.includes(Buffer.from(text).toString('hex')) || all.includes(hexOfWord(text))
  const absent = secrets.filter((secret) => !isThere(secret)).map(({ field }) => field)
  context.check('each of them was stored', absent.length === 0, absent)
  const audit = await sql<{ row: string }[]>`SELECT t::text AS row FROM audit_event AS t`
  context.figure('audit events searched', audit.length)
  const told = new Set(audit.flatMap(({ row }) => leaksIn(row, secrets)))
  context.check('the audit holds none of them', audit.length > 50 && told.size === 0, [...told])
}

/** As it stands in a file: with its capital. */
function hexOfWord(text: string): string {
  return Buffer.from(text.replace(/^z/, 'Z')).toString('hex')
}

async function valuesOf(sql: Sql): Promise<Readonly<Record<string, readonly string[]>>> {
  const ids = await sql<{ id: string }[]>`
    SELECT id FROM organisation WHERE NOT 'agency' = ANY (kinds) UNION ALL SELECT id FROM contact
    UNION ALL SELECT id FROM admission UNION ALL SELECT id FROM document UNION ALL SELECT id FROM delegation
    UNION ALL SELECT id FROM commitment WHERE state = 'draft' UNION ALL SELECT id FROM drimbox
    UNION ALL SELECT id FROM api_key UNION ALL SELECT id FROM decision
    UNION ALL (SELECT id FROM mail WHERE organisation_id IS NOT NULL ORDER BY id LIMIT 4)
    UNION ALL (SELECT membership.id FROM membership JOIN organisation ON organisation.id = organisation_id
                WHERE NOT 'agency' = ANY (kinds) ORDER BY 1 LIMIT 3)`
  const numbers = await sql<{ number: string }[]>`SELECT public_number AS number FROM organisation`
  return {
    id: ids.map(({ id }) => id),
    number: numbers.map(({ number }) => number),
    kind: ['power'],
    sequence: ['1'],
    file: ['1.xml', 'latest.xml'],
  }
}

async function publicRoutes(
  context: AcceptanceContext,
  { registry }: StorySpace,
  sql: Sql,
  secrets: readonly Secret[],
): Promise<void> {
  const routes = await routesOf(registry.api)
  const reader: Reader = { name: 'the public', headers: {}, owns: [] }
  const values = await valuesOf(sql)
  const report = await crawl({ api: registry.api, reader, secrets, routes, values })
  context.figure('routes', routes.length)
  context.figure('of them public', routes.filter(({ isPublic }) => isPublic).length)
  context.figure('asked by the public', report.asked)
  context.figure('answers by status', JSON.stringify(Object.fromEntries(report.statuses)))
  context.check('every route was asked', report.asked >= routes.length && routes.length > 60, report.asked)
  context.check('the public sees none of them', report.leaks.length === 0, report.leaks.slice(0, 20))
  context.check('the public finds nothing by them', report.found.length === 0, report.found.slice(0, 20))
  const broken = [...report.statuses].filter(([status]) => status >= 500)
  context.check('nothing broke', broken.length === 0, broken)
}

/** Signed in, and no more: an applicant, a member, an operator, a vendor ask for what is not theirs. */
async function strangers(
  context: AcceptanceContext,
  { registry }: StorySpace,
  stage: Stage,
  sql: Sql,
  secrets: readonly Secret[],
): Promise<void> {
  const routes = (await routesOf(registry.api)).filter(({ method }) => method === 'GET')
  const values = await valuesOf(sql)
  // Who may read them finds them by the very same questions: the crawl is not blind.
  const { headers: reviewer } = await stage.as('ines')
  const ines: Reader = { name: 'ines', headers: reviewer, owns: [] }
  const control = await crawl({ api: registry.api, reader: ines, secrets, routes, values })
  const seen = new Set(control.leaks.map((leak) => leak.replace(/^.*?: /, '')))
  context.figure('secrets that the crawl finds as a reviewer', seen.size)
  context.check('the same crawl, as a reviewer, finds most of them', seen.size > secrets.length / 2, [
    ...seen,
  ])
  context.check('and finds by them', control.found.length > 5, control.found)

  const owns: Readonly<Record<string, readonly Owner[]>> = {
    noel: ['noel'],
    nina: ['nina'],
    otto: [],
    victor: [],
  }
  for (const [name, owned] of Object.entries(owns)) {
    const { headers } = await stage.as(name)
    const report = await crawl({
      api: registry.api,
      reader: { name, headers, owns: owned },
      secrets,
      routes,
      values,
    })
    context.check(
      `${name}, in ${report.asked} answers, sees only what is theirs`,
      report.leaks.length === 0 && (report.statuses.get(200) ?? 0) > 5,
      [...report.leaks.slice(0, 20), ...report.statuses],
    )
    context.check(
      `${name} finds nothing by the secrets of others`,
      report.found.length === 0,
      report.found.slice(0, 20),
    )
  }
}

const PATIENCE_MS = 20_000

async function mails(
  context: AcceptanceContext,
  space: StorySpace,
  sql: Sql,
  secrets: readonly Secret[],
): Promise<void> {
  const waiting = async () => {
    const [row] = await sql<{ count: number }[]>`
      SELECT ((SELECT count(*) FROM mail WHERE state = 'waiting')
            + (SELECT count(*) FROM mail_delivery WHERE state = 'waiting'))::int AS count`
    return row!.count
  }
  for (let waited = 0; (await waiting()) > 0 && waited < PATIENCE_MS; waited += 200) await wait(200)
  const sent = space.mailbox.mails()
  context.figure('mails read', sent.length)
  const leaks = sent.flatMap(({ subject, text, to }) =>
    to.flatMap((address) =>
      ownersOf(address, secrets) === 'all'
        ? []
        : leaksIn(`${subject}\n${text}`, secrets, ownersOf(address, secrets) as Owner[]).map(
            (leak) => `« ${subject} » to ${address}: ${leak}`,
          ),
    ),
  )
  context.check('no mail tells a stranger', sent.length > 20 && leaks.length === 0, leaks.slice(0, 20))
  const told = sent.filter(
    ({ to, subject }) => to.includes('otto@demo.example') && subject.includes('au nom de votre'),
  )
  context.check('the bearer of the SIREN was told that somebody asked', told.length === 1, told.length)
}

/** Whose secrets may be written to this address: their own; the agency's people read everything. */
function ownersOf(address: string, secrets: readonly Secret[]): 'all' | readonly Owner[] {
  const persona = personas.find(({ mail }) => mail === address)
  if (persona?.home === 'agency') return 'all'
  if (persona?.home === 'leman') return ['leman']
  if (persona?.login === 'nina' || persona?.login === 'noel') return [persona.login]
  // A planted mailbox is its owner's.
  return secrets.filter(({ text }) => text === address).map(({ owner }) => owner)
}

function logs(context: AcceptanceContext, { log }: StorySpace, secrets: readonly Secret[]): void {
  context.figure('lines of log searched', log.length)
  const leaks = new Set(log.flatMap((line_) => leaksIn(line_, secrets)))
  context.check('no line of a log tells any of them', log.length > 500 && leaks.size === 0, [...leaks])
  const faults = log.filter((line_) => line_.includes('request-failed'))
  context.check('no request failed on our side', faults.length === 0, faults.slice(0, 5))
}
