import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readWhitelist, type Entry } from '@trust-space/whitelist/format'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'
import { directoryDigest } from '../../support/directory-digest.ts'
import { stateVia } from '../../support/signer-client.ts'
import { driveSigner, type DriveOptions, type SignerDriver } from '../../support/signer-driver.ts'
import {
  approvalOf,
  createSignerHome,
  listLine,
  listLines,
  unsignedList,
  type SignerHome,
} from '../../support/signer-home.ts'
import { startedSigner, type SignerProcess } from '../../support/signer-process.ts'
import { randomFrom, type Random } from '../../support/random.ts'

const LINES = 10_000
const TAMPERED_LISTS = 150
const RANDOM_CALLS = 250
const RANDOM_LINES = 40
const now = () => new Date()

/** The caller of the signer is the attacker: it holds the socket, and builds whatever request it likes. */
export const line: AcceptanceLine = {
  number: 6,
  title: 'The signer, with the caller’s full rights on its socket',
  async run(context) {
    await withSigner(context, 'large', listLines(1, LINES), async (bench) => {
      await withoutApproval(bench)
      await approvals(bench)
      await guardRails(bench)
      await ledgerAgrees(bench)
    })
    await withSigner(context, 'small', listLines(1, RANDOM_LINES), async (bench) => {
      await anyCalls(bench, randomFrom(20261125))
      await ledgerAgrees(bench)
    })
  },
}

async function withSigner(
  context: AcceptanceContext,
  name: string,
  lines: readonly Entry[],
  run: (bench: Bench) => Promise<void>,
) {
  const directory = join(context.directory, name)
  await mkdir(directory, { mode: 0o700 })
  const bench = new Bench(context, await createSignerHome(directory, { clock: now }), lines)
  await bench.start()
  try {
    await bench.firstList()
    await run(bench)
  } finally {
    await bench.signer.kill()
  }
}

/** A real signer process, what it signed last, and how a refusal is asked for. */
class Bench {
  readonly context: AcceptanceContext
  readonly home: SignerHome
  readonly driver: SignerDriver
  readonly socket: string
  signer!: SignerProcess
  lines: readonly Entry[]
  /** Approvals that were used, and the one that was given first. */
  readonly used: string[] = []

  constructor(context: AcceptanceContext, home: SignerHome, lines: readonly Entry[]) {
    this.context = context
    this.home = home
    this.lines = lines
    this.driver = driveSigner(home, now)
    this.socket = home.environment['SIGNER_SOCKET'] ?? ''
  }

  async start() {
    this.signer = await startedSigner(this.home.environment)
  }

  approve(
    key: keyof SignerHome['keys'],
    entries: readonly Entry[],
    over: Parameters<typeof approvalOf>[3] = {},
  ) {
    const { base } = this.driver
    const what = { base, sequence: base.sequence + 1, unsigned: unsignedList(entries), now: now() }
    return approvalOf(this.home, this.home.keys[key], what, over)
  }

  async firstList() {
    const approval = this.approve('ada', this.lines)
    const before = performance.now()
    const { status } = await this.driver.sign(this.lines, { approvals: [approval] })
    this.context.figure(
      `a first list of ${this.lines.length} lines signed, in ms`,
      Math.round(performance.now() - before),
    )
    this.context.check('a first list is signed with one approval', status === 200, status)
    this.used.push(approval)
  }

  /** The code of a refusal that left neither ledger nor state changed; anything else is told. */
  async refusal(entries: readonly Entry[], options: DriveOptions = {}): Promise<string> {
    const before = await this.trace()
    const { code } = await this.driver.sign(entries, options)
    if (code === undefined) return 'signed'
    return (await this.trace()) === before ? code : `${code}, and something was written`
  }

  async refused(what: string, code: string, entries: readonly Entry[], options: DriveOptions = {}) {
    const seen = await this.refusal(entries, options)
    this.context.check(`${what}: ${code}`, seen === code, seen)
  }

  async signed(what: string, entries: readonly Entry[], options: DriveOptions = {}) {
    const { status, code } = await this.driver.sign(entries, options)
    this.context.check(`${what}: signed`, status === 200, code)
    if (status === 200) this.lines = entries
  }

  private async trace(): Promise<string> {
    const { head } = await stateVia(this.socket)
    return `${head?.recordHash} ${await directoryDigest(join(this.home.directory, 'ledger'))}`
  }
}

async function withoutApproval(bench: Bench) {
  const { context } = bench
  const random = randomFrom(6)
  const codes = new Map<string, number>()
  for (let tampered = 0; tampered < TAMPERED_LISTS; tampered += 1) {
    const { code = 'signed' } = await bench.driver.sign(tamper(bench.lines, random))
    codes.set(code, (codes.get(code) ?? 0) + 1)
  }
  const only = codes.size === 1 && codes.has('approval-missing')
  context.check(
    `${TAMPERED_LISTS} lists with a line added, swapped, moved or edited: approval-missing, each`,
    only,
    [...codes],
  )
  await bench.refused('one line more, nothing else', 'approval-missing', [
    ...bench.lines,
    listLine(LINES + 1),
  ])
  await bench.signed('the same lines again', bench.lines, { generatedAt: '2026-11-25T09:00:00Z' })
}

const FIELDS = ['number', 'viewerHost', 'denomination', 'supportContact', 'addedAt', 'certificateDn'] as const

/** One attack on one line, each kind as often as the others. */
function tamper(lines: readonly Entry[], random: Random): Entry[] {
  const next = [...lines]
  const at = random.below(lines.length)
  const other = random.below(lines.length)
  const entry = lines[at] ?? listLine(1)
  const stranger = listLine(LINES + 1 + random.below(1_000))
  switch (random.below(5)) {
    case 0:
      next.splice(at, 0, stranger)
      break
    case 1:
      next[at] = stranger
      break
    case 2:
      next.splice(at, 1)
      next.splice(other === at ? (at + 1) % next.length : other, 0, entry)
      if (next.every((line, index) => line === lines[index])) next.reverse()
      break
    case 3:
      // A box under the certificate of another body: what an attacker would want most.
      next[at] = {
        ...entry,
        certificateDn: entry.certificateDn.replace(/O=[^,]+/, `O=INTRUS ${random.below(99)}`),
      }
      break
    default:
      next[at] = edited(entry, FIELDS[random.below(FIELDS.length)] ?? 'number', random)
  }
  return next
}

function edited(entry: Entry, field: (typeof FIELDS)[number], random: Random): Entry {
  switch (field) {
    case 'number':
      return { ...entry, number: 500_000 + random.below(1_000) }
    case 'viewerHost':
      return { ...entry, viewerHost: entry.wadoHost.replace('db', 'vi-') }
    case 'addedAt':
      return { ...entry, addedAt: '2026-11-02T08:00:00Z' }
    case 'certificateDn':
      return { ...entry, certificateDn: entry.certificateDn.replace('OU=3', 'OU=4') }
    case 'denomination':
    case 'supportContact':
      return { ...entry, [field]: `${entry[field]} bis` }
  }
}

async function approvals(bench: Bench) {
  const more = [...bench.lines, listLine(LINES + 1)]
  const { base } = bench.driver
  const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString()
  const attack = (what: string, code: string, approval: string) =>
    bench.refused(what, code, more, { approvals: [approval] })
  await attack('an approval replayed', 'approval-reused', bench.used[0] ?? '')
  await attack(
    'for another base',
    'approval-other-base',
    bench.approve('ada', more, { baseSequence: base.sequence - 1 }),
  )
  await attack(
    'for other base bytes',
    'approval-other-base',
    bench.approve('ada', more, { baseDigest: '0'.repeat(64) }),
  )
  await attack('for other content', 'approval-other-content', bench.approve('ada', bench.lines))
  await attack(
    'for another number',
    'approval-other-sequence',
    bench.approve('ada', more, { newSequence: base.sequence + 2 }),
  )
  await attack(
    'for another trust space',
    'approval-other-trust-space',
    bench.approve('ada', more, { trustSpace: 'DRIM-M' }),
  )
  await attack('expired', 'approval-expired', bench.approve('ada', more, { expiry: minutes(-0.02) }))
  await attack('too long-lived', 'approval-too-long', bench.approve('ada', more, { expiry: minutes(30.5) }))
  await attack('by an unknown key', 'approval-unknown-key', bench.approve('stranger', more))
  await attack(
    'by an unknown key under a known name',
    'approval-signature',
    bench.approve('stranger', more, { kid: bench.home.keys.ada.kid }),
  )
  await attack('not an approval', 'approval-malformed', 'yes')
  const good = bench.approve('grace', more)
  await bench.signed('by a person, for exactly this', more, { approvals: [good] })
  await attack('the same once more, for the next number', 'approval-reused', good)
  bench.used.push(good)
}

async function guardRails(bench: Bench) {
  const { threshold, used } = (await stateVia(bench.socket)).guardRails
  bench.context.figure('identities that may leave or change in 24 h', threshold)
  bench.context.check('five percent of the list', threshold === LINES * 0.05 && used === 0, {
    threshold,
    used,
  })
  const { lines } = bench
  await bench.refused('one more than allowed, in one step', 'guard-rail-held', lines.slice(threshold + 1))
  await bench.refused('everything', 'guard-rail-held', [])
  const step = threshold / 4
  for (const count of [1, 2, 3, 4])
    await bench.signed(`${count * step} removed in step ${count}`, lines.slice(count * step))
  await bench.refused('one line in a fifth step', 'guard-rail-held', lines.slice(threshold + 1))
  await bench.signer.kill()
  await bench.start()
  await bench.refused('the same after kill -9 and a restart', 'guard-rail-held', lines.slice(threshold + 1))
  const beyond = lines.slice(threshold + 1)
  await bench.refused('with one person', 'guard-rail-held', beyond, { by: ['ada'] })
  await bench.refused('with one person by two keys', 'guard-rail-held', beyond, { by: ['ada', 'adasOther'] })
  const twice = ['one', 'two'].map((reason) => bench.approve('ada', beyond, { reason }))
  await bench.refused('with one person who approves twice', 'guard-rail-held', beyond, { approvals: twice })
  const same = bench.approve('ada', beyond)
  await bench.refused('with one approval given twice', 'approval-reused', beyond, { approvals: [same, same] })
  await bench.signed('with two persons', beyond, { by: ['ada', 'grace'] })
  await bench.signed('re-signing goes on with the budget spent', beyond, {
    generatedAt: '2026-11-25T10:00:00Z',
  })
}

/** Whatever the caller sends without a fresh approval: nothing comes in or moves, and no more leaves than the guard-rails let. */
async function anyCalls(bench: Bench, random: Random) {
  const kinds = new Map<string, number>()
  const left = new Set<Entry>()
  let notARemoval = 0
  for (let call = 0; call < RANDOM_CALLS; call += 1) {
    const entries = randomList(bench.lines, random)
    const approvals = random.below(3) === 0 ? [bench.used[random.below(bench.used.length)] ?? ''] : []
    const sequence = bench.driver.base.sequence + ([1, 1, 1, 0, -1, 5, 1_001][random.below(7)] ?? 1)
    const { code = 'signed' } = await bench.driver.sign(entries, {
      approvals,
      sequence: Math.max(1, sequence),
    })
    kinds.set(code, (kinds.get(code) ?? 0) + 1)
    if (code !== 'signed') continue
    const kept = bench.lines.filter((line) => entries.includes(line))
    if (kept.length !== entries.length || kept.some((line, index) => line !== entries[index]))
      notARemoval += 1
    for (const line of bench.lines) if (!entries.includes(line)) left.add(line)
    bench.lines = entries
  }
  for (const [kind, count] of [...kinds].sort()) bench.context.figure(`  ${kind}`, count)
  bench.context.check(
    `${RANDOM_CALLS} random calls: what was signed is the same lines or fewer of them`,
    notARemoval === 0,
    notARemoval,
  )
  bench.context.check('no more than ten of forty left, in all', left.size > 0 && left.size <= 10, left.size)
}

function randomList(lines: readonly Entry[], random: Random): Entry[] {
  switch (random.below(4)) {
    case 0:
      return [...lines]
    case 1:
      return lines.filter(() => random.below(10) > 0)
    case 2:
      return tamper(lines, random)
    default:
      return lines.slice(random.below(lines.length))
  }
}

/** The ledger, read by other code than the signer's: one chain, growing numbers and times, and every file its record. */
async function ledgerAgrees(bench: Bench) {
  const directory = join(bench.home.directory, 'ledger')
  const text = await readFile(join(directory, 'ledger.log'), 'utf8')
  let previous = '0'.repeat(64)
  let last = { sequence: 0, signedAt: '' }
  let faults = 0
  const records = text.trimEnd().split('\n')
  for (const line of records) {
    const [hash = '', json = ''] = [line.slice(0, 64), line.slice(65)]
    const record = JSON.parse(json)
    if (createHash('sha256').update(json).digest('hex') !== hash || record.previous !== previous) faults += 1
    previous = hash
    if (record.kind !== 'signed') continue
    if (record.sequence <= last.sequence || record.signedAt <= last.signedAt) faults += 1
    last = record
    const bytes = await readFile(join(directory, 'signed', `${record.sequence}.xml`))
    const list = readWhitelist(bytes)
    if (createHash('sha256').update(bytes).digest('hex') !== record.fileSha256) faults += 1
    if (list.digest !== record.contentDigest || list.signature?.signedAt !== record.signedAt) faults += 1
  }
  bench.context.figure('records in the ledger', records.length)
  bench.context.check(
    'the ledger, read by other code, is one chain and agrees with every signed file',
    faults === 0,
    faults,
  )
}
