import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { formatDistinguishedName, readWhitelist, subjectOfCertificate } from '@trust-space/whitelist/format'
import { FIXTURE_AT, fixture, fixtureAnchors, fixturePath, hasFixtures } from '../../support/fixtures.ts'
import { startRegistryProcesses, type RegistryProcesses } from '../../support/registry-processes.ts'
import { hasXmlsec1, xmlsec1Verify } from '../../support/xmlsec1.ts'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'

const run = promisify(execFile)
const LIST = 'whitelists/signed-test-2025-07-23.xml'
const REPEATED = 'whitelists/signed-test-2024-12-26.xml'

export const line: AcceptanceLine = {
  number: 3,
  title:
    'The real list of 2025-07-23 goes in and comes out as it was; the one of 2024-12-26 is refused line by line',
  async run(context) {
    if (!hasFixtures) context.skip('the real lists are not here (DRIM_FIXTURES)')
    if (!(await hasXmlsec1())) context.skip('xmlsec1 is not installed: npm test says how')
    const registry = await startRegistryProcesses({ directory: context.directory })
    try {
      await refuseRepeatedNumbers(context, registry)
      await importByCommand(context, registry)
      await approveByCommand(context, registry)
      await compareWhatIsServed(context, registry)
      await compareOnly(context, registry)
    } finally {
      await registry.stop()
    }
  },
}

const REAL_AUTHORITY = [
  '--trust-anchor',
  fixturePath('igc-sante/ACR-EL-TEST.pem'),
  '--intermediate',
  fixturePath('igc-sante/ACI-EL-ORG-TEST.pem'),
]

async function refuseRepeatedNumbers(context: AcceptanceContext, registry: RegistryProcesses): Promise<void> {
  const answer = await registry.request('POST', `/v1/imports?at=${FIXTURE_AT}`, fixture(REPEATED), {
    ...fixtureAnchors(),
    'content-type': 'application/xml',
  })
  const errors = (answer.json['errors'] ?? []) as { pointer: string; code: string }[]
  context.check(
    'the list of 2024-12-26 verifies, and its lines are refused',
    answer.json.code === 'import-lines-refused',
    answer.text,
  )
  context.check(
    'each of its six lines is named',
    errors.map(({ pointer, code }) => `${pointer} ${code}`).join() ===
      [0, 1, 2, 3, 4, 5].map((index) => `/lines/${index}/number number-repeated`).join(),
    errors,
  )
  const byCommand = await registry.command([
    'import',
    fixturePath(REPEATED),
    '--at',
    FIXTURE_AT,
    ...REAL_AUTHORITY,
  ])
  context.check(
    'drim-registry import says so, exit 1',
    byCommand.code === 1 && byCommand.output.includes('import-lines-refused'),
    byCommand,
  )
  context.check(
    'nothing of it is stored',
    (await counts(registry)) === '0 operators, 0 DRIMboxes',
    await counts(registry),
  )
}

async function importByCommand(context: AcceptanceContext, registry: RegistryProcesses): Promise<void> {
  const today = await registry.command(['import', fixturePath(LIST), ...REAL_AUTHORITY])
  context.check(
    'today it is refused, for its signer has expired',
    today.output.includes('signer-expired'),
    today.output,
  )
  const dry = await registry.command([
    'import',
    fixturePath(LIST),
    '--at',
    FIXTURE_AT,
    ...REAL_AUTHORITY,
    '--dry-run',
  ])
  context.check(
    'a dry run says what would come, and stores nothing',
    dry.code === 0 && (await counts(registry)).startsWith('0 '),
    dry.output,
  )
  const imported = await registry.command([
    'import',
    fixturePath(LIST),
    '--at',
    FIXTURE_AT,
    ...REAL_AUTHORITY,
  ])
  context.check('at a time inside its signer’s validity it goes in', imported.code === 0, imported.output)
  context.figure('entered', await counts(registry))
}

async function approveByCommand(context: AcceptanceContext, registry: RegistryProcesses): Promise<void> {
  const { home, directory } = registry
  const published = await registry.command(['publish'])
  context.check('a person has to approve it', /awaiting|approv/.test(published.output), published.output)
  const keyFile = join(directory, 'ada.key')
  await writeFile(keyFile, home.keys.ada.privateKeyPem, { mode: 0o600 })
  const approve = (typed: string) =>
    registry.command(
      [
        'approve',
        ...['--key-file', keyFile, '--kid', home.keys.ada.kid, '--held', join(directory, 'held.xml')],
        ...['--trust-anchor', join(directory, 'root.pem'), '--intermediate', join(directory, 'lists.pem')],
        ...[
          '--whitelist-url',
          registry.whitelistUrl,
          '--signer-dn',
          formatDistinguishedName(subjectOfCertificate(home.signerCertificate)),
        ],
      ],
      typed,
    )
  const wrong = await approve('5 0 0\n')
  context.check(
    'who types other counts has not approved',
    wrong.code === 1 && wrong.output.includes('not-approved'),
    wrong.output,
  )
  const right = await approve('6 0 0\n')
  context.check('who types "6 0 0" has approved', right.code === 0, right.output)
  const begun = performance.now()
  while ((await fetch(registry.whitelistUrl)).status !== 200) {
    if (performance.now() - begun > 30_000) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  context.figure('from approval to served (ms)', Math.round(performance.now() - begun))
}

async function compareWhatIsServed(context: AcceptanceContext, registry: RegistryProcesses): Promise<void> {
  const response = await fetch(registry.whitelistUrl)
  const served = Buffer.from(await response.arrayBuffer())
  const file = join(registry.directory, 'served.xml')
  await writeFile(file, served)
  const before = readWhitelist(fixture(LIST)).entries
  const after = readWhitelist(served).entries
  context.check(
    'the same six lines, in the same order, every field equal',
    before.length === 6 && JSON.stringify(after) === JSON.stringify(before),
    after,
  )
  const { authority } = registry.home
  const oracle = await xmlsec1Verify(served, {
    root: authority.root,
    intermediates: [authority.issuers.lists.certificate],
    at: new Date(),
  })
  context.check('xmlsec1 accepts it', oracle.accepts, oracle.output)
  const { stdout } = await run(process.execPath, [
    join(import.meta.dirname, '../../../whitelist/bin/drim-whitelist.js'),
    'diff',
    fixturePath(LIST),
    file,
    '--json',
  ])
  const difference = JSON.parse(stdout) as Record<'added' | 'removed' | 'changed', unknown[]>
  context.check(
    'drim-whitelist diff finds nothing',
    [difference.added, difference.removed, difference.changed].every((list) => list.length === 0),
    stdout,
  )
}

async function compareOnly(context: AcceptanceContext, registry: RegistryProcesses): Promise<void> {
  const before = await counts(registry)
  const again = await registry.command([
    'import',
    fixturePath(LIST),
    '--at',
    FIXTURE_AT,
    ...REAL_AUTHORITY,
    '--json',
  ])
  const report = JSON.parse(again.output) as { outcome: string; differences: Record<string, unknown[]> }
  context.check(
    'a second import only compares, and finds no difference',
    report.outcome === 'comparison' && Object.values(report.differences).every((list) => list.length === 0),
    again.output,
  )
  context.check('and enters nothing', (await counts(registry)) === before)
  const record = JSON.parse(await readFile(join(registry.listsDirectory, 'current.json'), 'utf8')) as {
    sequence: number
  }
  context.check('the list in force is still the first', record.sequence === 1, record)
}

async function counts(registry: RegistryProcesses): Promise<string> {
  const operators = await registry.request('GET', '/v1/organisations?limit=200')
  const boxes = await registry.request('GET', '/v1/drimboxes?limit=200')
  return `${operators.json.items.length} operators, ${boxes.json.items.length} DRIMboxes`
}
