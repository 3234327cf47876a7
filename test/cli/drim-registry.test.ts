import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readWhitelist } from '@trust-space/whitelist/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand, type CommandResult } from '../support/command.ts'
import { seedDrimbox, seedOperator } from '../support/seed.ts'
import { serveTrustSpace, type ServedTrustSpace } from '../support/serve-trust-space.ts'
import { testContent } from '../support/list-content.ts'
import { signingSpace, signListByProduct } from '../support/sign-list.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

// The commands are processes with the system's clock, so the trust space goes with it.
let aheadMs = 0
const clock = {
  now: () => new Date(Date.now() + aheadMs),
  advance: (ms: number) => (aheadMs += ms),
  set: (time: Date) => (aheadMs = time.getTime() - Date.now()),
}

let space: TrustSpace
let served: ServedTrustSpace
let common: string[]
let heldFile: string

beforeAll(async () => {
  space = await startTrustSpace({ clock })
  served = await serveTrustSpace(space)
  const file = async (name: string, content: string) => {
    await writeFile(join(space.directory, name), content, { mode: 0o600 })
    return join(space.directory, name)
  }
  common = ['--api', served.api, '--admin-key-file', await file('admin.key', 'admin-key-of-the-tests\n')]
  for (const name of ['ada', 'grace', 'stranger'] as const)
    await file(`${name}.pem`, space.home.keys[name].privateKeyPem)
  heldFile = join(space.directory, 'held.xml')
})

afterAll(async () => {
  await served.close()
  await space.stop()
})

const drimRegistry = (args: string[], input?: string): Promise<CommandResult> =>
  runCommand('registry-api/bin/drim-registry.js', args, input === undefined ? {} : { input })

function approve(
  who: 'ada' | 'grace' | 'stranger',
  input: string,
  ...more: string[]
): Promise<CommandResult> {
  const at = (name: string) => join(space.directory, name)
  return drimRegistry(
    [
      'approve',
      ...more,
      ...common,
      '--key-file',
      at(`${who}.pem`),
      '--kid',
      space.home.keys[who].kid,
      '--held',
      heldFile,
      '--whitelist-url',
      served.whitelistUrl,
      '--trust-anchor',
      at('root.pem'),
      '--intermediate',
      at('lists.pem'),
      '--crl',
      at('root.crl'),
      '--crl',
      at('lists.crl'),
      '--signer-cn',
      space.environment['REGISTRY_SIGNER_CN'] ?? '',
      '--signer-ou',
      space.environment['REGISTRY_SIGNER_OU'] ?? '',
    ],
    input,
  )
}

const linesServed = async () =>
  readWhitelist((await space.served())?.xml ?? Buffer.alloc(0)).entries.map(({ number }) => number)

describe('from an empty registry to a changed list, by the command alone', () => {
  test('import: what is wrong with a list is said line by line, and nothing of it is entered', async () => {
    const other = await signingSpace(clock.now)
    const content = testContent(3)
    const repeated = { ...content, entries: content.entries.map((entry) => ({ ...entry, number: 1 })) }
    const file = async (name: string, contents: string | Uint8Array) => {
      await writeFile(join(space.directory, name), contents)
      return join(space.directory, name)
    }
    const { exitCode, stderr } = await drimRegistry([
      'import',
      await file(
        'repeated.xml',
        signListByProduct(other, repeated, new Date(Math.floor(Date.now() / 1_000 - 60) * 1_000)),
      ),
      ...common,
      '--trust-anchor',
      await file('repeated-root.pem', other.authority.rootPem),
      '--intermediate',
      await file('repeated-lists.pem', other.authority.issuers.lists.pem),
    ])
    expect(exitCode).toBe(1)
    for (const line of [1, 2, 3])
      expect(stderr).toContain(`  line ${line}: number 1 stands on 3 lines (number-repeated)`)
    expect((await space.request('GET', '/v1/drimboxes')).json).toMatchObject({ items: [] })
  })

  test('import: a dry run enters nothing, an import enters all, a second one only compares', async () => {
    const other = await signingSpace(clock.now)
    const content = testContent(6)
    const at = new Date(Date.now() - 60_000)
    const list = join(space.directory, 'list.xml')
    const [anchor, intermediate] = [
      join(space.directory, 'other-root.pem'),
      join(space.directory, 'other-lists.pem'),
    ]
    await writeFile(
      list,
      signListByProduct(other, content, new Date(Math.floor(at.getTime() / 1_000) * 1_000)),
    )
    await writeFile(anchor, other.authority.rootPem)
    await writeFile(intermediate, other.authority.issuers.lists.pem)
    const run = (...more: string[]) =>
      drimRegistry([
        'import',
        list,
        ...common,
        '--trust-anchor',
        anchor,
        '--intermediate',
        intermediate,
        ...more,
      ])
    const numbers = async () => {
      const { json } = await space.request('GET', '/v1/drimboxes')
      return (json as unknown as { items: readonly { number: number }[] }).items.map(({ number }) => number)
    }

    const dry = await run('--dry-run')
    expect(dry).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('6 DRIMboxes would be entered'),
    })
    expect(await numbers()).toEqual([])
    const real = await run()
    expect(real).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('6 DRIMboxes entered') })
    expect(await numbers()).toEqual(content.entries.map(({ number }) => number))
    const again = await run('--json')
    expect(JSON.parse(again.stdout)).toMatchObject({
      outcome: 'comparison',
      differences: { added: [], removed: [], changed: [] },
    })
  })

  test('import: a list whose authority is not given is refused with the code of the verification', async () => {
    const { exitCode, stderr } = await drimRegistry(['import', join(space.directory, 'list.xml'), ...common])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^drim-registry: [a-z-]+: /)
    expect(stderr).not.toContain('    at ')
  })

  test('publish: what needs people is left waiting, and said', async () => {
    const { exitCode, stdout } = await drimRegistry(['publish', ...common])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('publication 1 (change): awaiting; 6 lines, 6 added, 0 removed, 0 changed')
    expect(stdout).toContain('0 of 1 approvals')
  })

  test.each(['', '5 0 0\n', '6 0\n', 'yes\n'])(
    'approve: %j typed instead of the counts approves nothing',
    async (typed) => {
      const { exitCode, stdout, stderr } = await approve('ada', typed)
      expect(exitCode).toBe(1)
      expect(stdout).toContain('0 lines before, 6 after: 6 added, 0 removed, 0 changed')
      expect(stderr).toContain('not-approved')
      expect(await space.awaiting()).toMatchObject({ sequence: 1, approvals: 0 })
    },
  )

  test('approve: the counts typed, the publication is approved, signed and served', async () => {
    const { exitCode, stdout } = await approve('ada', '6 0 0\n', '1')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('approved publication 1')
    expect(await space.publish()).toMatchObject({ is: 'served', publication: { sequence: 1 } })
    const nothing = await approve('ada', '')
    expect(nothing).toMatchObject({ exitCode: 0, stdout: 'no publication waits for approval\n' })
    const late = await approve('ada', '', '1')
    expect(late).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('not-awaiting') })
  })

  test('suspend: the line goes without an approval; restore: it comes back with one', async () => {
    const number = testContent(6).entries[2]?.number ?? 0
    const suspended = await drimRegistry(['suspend', String(number), '--reason', 'essai', ...common])
    expect(suspended).toMatchObject({ exitCode: 0, stdout: `DRIMbox ${number}: imported -> suspended\n` })
    const published = await drimRegistry(['publish', ...common, '--json'])
    expect(JSON.parse(published.stdout)).toMatchObject({ state: 'served', kind: 'removal', sequence: 2 })
    expect(await linesServed()).not.toContain(number)

    expect((await drimRegistry(['restore', String(number), '--reason', 'essai', ...common])).exitCode).toBe(0)
    expect((await drimRegistry(['publish', ...common])).stdout).toContain('awaiting')
    const { stdout, stderr } = await approve('grace', '1 0 0\n')
    expect(stderr).toContain('served list: verified, 5 lines')
    expect(stdout).toContain(`+ ${number} `)
    await space.publish()
    expect(await linesServed()).toContain(number)
  })

  test('status: the list in force, in words and as JSON', async () => {
    const words = await drimRegistry(['status', ...common])
    expect(words).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/list 3 in force: 6 lines of \d+ operators/),
    })
    const json = await drimRegistry(['status', '--json', ...common])
    expect(JSON.parse(json.stdout)).toMatchObject({
      trustSpace: 'DRIM-M-TEST',
      current: { sequence: 3 },
      newestPublication: { state: 'served' },
    })
  })
})

describe('an approver is not led astray', () => {
  async function waiting(number: number): Promise<void> {
    const operator = await seedOperator(space, `OPERATEUR ${number}`)
    await seedDrimbox(space, number, operator)
    expect(await space.publish()).toMatchObject({ is: 'waiting' })
  }

  test('by a served list that was altered, older, of another authority or gone: nothing is approved, the held list stays', async () => {
    await approve('ada', '')
    await waiting(801)
    const before = await readFile(heldFile)
    const current = (await space.served())?.xml ?? Buffer.alloc(0)
    const first = await readFile(join(space.listsDirectory, '1.xml'))
    const foreign = signListByProduct(
      await signingSpace(clock.now),
      testContent(6),
      new Date(Math.floor(Date.now() / 1_000) * 1_000),
    )
    const altered = Buffer.from(current.toString('utf8').replace('<Denomination>', '<Denomination>X'))
    for (const [bytes, code] of [
      [altered, 'document-digest'],
      [first, 'older-than-held'],
      [foreign, 'chain'],
      [Buffer.from('<html>'), 'not-well-formed'],
    ] as const) {
      served.serveInstead(bytes)
      const { exitCode, stderr } = await approve('ada', '1 0 0\n')
      expect([exitCode, stderr], code).toEqual([
        1,
        expect.stringContaining(`${code}: the served list is refused`),
      ])
    }
    served.serveInstead(undefined)
    expect(await space.awaiting()).toMatchObject({ approvals: 0 })
    expect(await readFile(heldFile)).toEqual(before)
  })

  test('by a draft on another base than the list held', async () => {
    const before = await readFile(heldFile)
    await writeFile(heldFile, await readFile(join(space.listsDirectory, '1.xml')))
    served.serveInstead(await readFile(join(space.listsDirectory, '1.xml')))
    const { exitCode, stderr } = await approve('ada', '1 0 0\n')
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('base-differs')])
    served.serveInstead(undefined)
    await writeFile(heldFile, before)
    expect(await space.awaiting()).toMatchObject({ approvals: 0 })
  })

  test('and signs only with a key that is his: an unknown one is judged by the signer, an open file at once', async () => {
    await chmod(join(space.directory, 'ada.pem'), 0o644)
    expect(await approve('ada', '1 0 0\n')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('chmod 600'),
    })
    await chmod(join(space.directory, 'ada.pem'), 0o600)
    const stranger = await approve('stranger', '1 0 0\n')
    expect([stranger.exitCode, stranger.stderr]).toEqual([1, expect.stringContaining('approval-unknown-key')])
  })

  test('nor does a person’s key approve unattended', async () => {
    const { exitCode, stderr } = await approve('ada', '', '--watch', '--unattended')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('marked DEMO')])
  })
})

describe('what is not understood ends with 2 and the usage; what fails, with 1 and a code', () => {
  test.each<[string[], number, RegExp]>([
    [[], 2, /usage: drim-registry COMMAND/],
    [['destroy'], 2, /unknown command destroy/],
    [['\u001b[31mred'], 2, /unknown command \\u\{1b\}\[31mred/],
    [['suspend', '1'], 2, /--reason TEXT is missing/],
    [['suspend', 'one', '--reason', 'x'], 2, /no whole number/],
    [['suspend', '1', '2', '--reason', 'x'], 2, /one argument too many/],
    [['import'], 2, /an argument is missing/],
    [['import', '/nowhere.xml'], 2, /ENOENT/],
    [['status', '--verbose'], 2, /--verbose/],
    [['approve', '--watch'], 2, /go together/],
    [['suspend', '999999', '--reason', 'x'], 1, /drimbox-not-found/],
    [['approve', '77', '--minutes', '31'], 2, /--minutes/],
  ])('%j: %i', async (args, exitCode, message) => {
    const needsApi = args.length > 1
    const result = await drimRegistry(
      needsApi
        ? [
            ...args,
            ...common,
            ...(args[0] === 'approve'
              ? [
                  '--key-file',
                  join(space.directory, 'ada.pem'),
                  '--kid',
                  'k',
                  '--held',
                  heldFile,
                  '--whitelist-url',
                  served.whitelistUrl,
                  '--trust-anchor',
                  join(space.directory, 'root.pem'),
                  '--intermediate',
                  join(space.directory, 'lists.pem'),
                  '--signer-dn',
                  'CN=x',
                ]
              : []),
          ]
        : args,
    )
    expect([result.exitCode, result.stderr]).toEqual([exitCode, expect.stringMatching(message)])
    expect(result.stderr).not.toContain('\u001b')
  })

  test('a wrong key, and an API that is not there', async () => {
    const wrong = join(space.directory, 'wrong.key')
    await writeFile(wrong, 'another-key-of-the-tests')
    expect(await drimRegistry(['publish', '--api', served.api, '--admin-key-file', wrong])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^drim-registry: [a-z-]+: /),
    })
    expect(
      await drimRegistry(['publish', '--api', 'http://127.0.0.1:9', '--admin-key-file', wrong]),
    ).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('unreachable') })
    await rm(wrong)
  })
})
