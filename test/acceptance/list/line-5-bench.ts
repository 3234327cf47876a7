import { sign, X509Certificate } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeApproval, readWhitelist } from '@trust-space/whitelist/format'
import { startBreakingProxy, type BreakingProxy } from '../../support/breaking-proxy.ts'
import { testContent } from '../../support/list-content.ts'
import { watchList, type ListWatch } from '../../support/list-watch.ts'
import { startRegistryProcesses, type RegistryProcesses } from '../../support/registry-processes.ts'
import { signListByProduct } from '../../support/sign-list.ts'
import { connect } from '../../support/test-database.ts'
import type { AcceptanceContext } from '../harness.ts'

// Each trial takes two lines off; less than half of them may leave in a day, even with two approvals at hand.
const LINES = 300
const POLL_MS = 50
const PATIENCE_MS = 60_000

export interface Bench {
  readonly context: AcceptanceContext
  readonly registry: RegistryProcesses
  readonly database: BreakingProxy
  readonly signer: BreakingProxy
  readonly watch: ListWatch
  /** The number of a DRIMbox that is still on the list, each one once. */
  nextVictim(): number
  withdraw(number: number): Promise<void>
  /** Names the fault that registry-api makes when it next comes by. */
  orderFault(fault: string): Promise<void>
  /** Waits until a log line of registry-api says so. */
  untilLogged(text: string): Promise<void>
  /** Waits until none of these is on the served list; false where that never comes. */
  untilGone(numbers: readonly number[]): Promise<boolean>
  numbersServed(): Promise<number[]>
  approve(): Promise<void>
  close(): Promise<void>
}

/** Real processes with 300 imported lines, a first list in force, and a poll every 50 ms that goes on to the end. */
export async function openBench(context: AcceptanceContext): Promise<Bench> {
  // Sockets need a short path.
  const sockets = join(tmpdir(), `d5-${process.pid}`)
  await mkdir(sockets, { mode: 0o700 })
  const databaseSocket = join(sockets, 'db')
  const signerSocket = join(sockets, 's.sock')
  const ends: (() => Promise<unknown>)[] = [() => rm(sockets, { recursive: true, force: true })]
  const close = async () => {
    for (const end of ends.splice(0).toReversed()) await end()
  }
  try {
    const database = await startBreakingProxy(
      join(databaseSocket, '.s.PGSQL.5432'),
      join(context.directory, 'pgs', '.s.PGSQL.5432'),
    )
    ends.push(() => database.close())
    const signer = await startBreakingProxy(signerSocket, join(context.directory, 'run', 'signer.sock'))
    ends.push(() => signer.close())
    const registry = await startRegistryProcesses({
      directory: context.directory,
      databaseSocketDirectory: databaseSocket,
      signerSocket,
      signerEnvironment: { SIGNER_GUARD_RAIL_COUNT: '10000' },
    })
    ends.push(() => registry.stop())
    await fill(registry)
    const bench = await drive(context, registry, database, signer, ends, close)
    return bench
  } catch (error) {
    await close()
    throw error
  }
}

async function fill(registry: RegistryProcesses): Promise<void> {
  const { authority } = registry.home
  const list = signListByProduct(
    {
      authority,
      signer: await authority.issueListSigner(),
      chain: [authority.issuers.lists.certificate, authority.root],
    },
    testContent(LINES),
    new Date(Math.floor(Date.now() / 1_000) * 1_000),
  )
  const imported = await registry.request('POST', '/v1/imports', list, { 'content-type': 'application/xml' })
  if (imported.status !== 200) throw new Error(imported.text)
}

async function drive(
  context: AcceptanceContext,
  registry: RegistryProcesses,
  database: BreakingProxy,
  signer: BreakingProxy,
  ends: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<Bench> {
  const approve = () => approveWaiting(registry)
  await until(async () => (await waiting(registry)) !== undefined)
  await approve()
  await until(async () => (await fetch(registry.whitelistUrl)).status === 200)
  const { authority, signerCertificate } = registry.home
  const { subject } = new X509Certificate(Buffer.from(signerCertificate))
  const watch = await watchList({
    url: registry.whitelistUrl,
    anchors: [authority.root],
    intermediates: [authority.issuers.lists.certificate],
    signer: {
      commonName: /^CN=(.+)$/m.exec(subject)?.[1] ?? '',
      organizationalUnit: /^OU=(.+)$/m.exec(subject)?.[1] ?? '',
    },
    everyMs: POLL_MS,
  })
  ends.push(() => watch.stop())

  let victim = LINES
  const numbersServed = async (): Promise<number[]> => {
    const response = await fetch(registry.whitelistUrl)
    return readWhitelist(new Uint8Array(await response.arrayBuffer())).entries.map(({ number }) => number)
  }
  return {
    context,
    registry,
    database,
    signer,
    watch,
    nextVictim: () => (victim -= 1) + 1,
    async withdraw(number) {
      // The registry may just be coming back: a person tries again.
      await until(async () => {
        const { json } = await registry.request('GET', `/v1/drimboxes?number=${number}`)
        const [box] = json.items
        if (box === undefined) return false
        if (box['state'] === 'withdrawn') return true
        const answer = await registry.request(
          'POST',
          `/v1/drimboxes/${box.id}/withdraw`,
          { reason: 'the acceptance takes it off' },
          { 'if-match': `"v${box.version}"` },
        )
        return answer.status === 200
      })
    },
    orderFault: (fault) => writeFile(registry.faultFile, fault),
    untilLogged: (text) => until(async () => registry.output().includes(text)),
    untilGone: (numbers) =>
      until(async () => {
        const served = new Set(await numbersServed())
        return numbers.every((number) => !served.has(number))
      }).then(
        () => true,
        () => false,
      ),
    numbersServed,
    approve,
    close,
  }
}

async function waiting(registry: RegistryProcesses) {
  const { json } = await registry.request('GET', '/v1/publications?state=awaiting')
  return json.items[0] as Record<string, never> | undefined
}

async function approveWaiting(registry: RegistryProcesses): Promise<void> {
  const publication = await waiting(registry)
  if (publication === undefined) throw new Error('nothing waits for approval')
  const { keys, trustSpace } = registry.home
  const approval = encodeApproval(
    {
      trustSpace,
      baseSequence: publication['baseSequence']!,
      baseDigest: publication['baseDigest']!,
      newSequence: publication['sequence']!,
      contentDigest: publication['contentDigest']!,
      reason: 'read and found right',
      expiry: new Date(Date.now() + 600_000).toISOString(),
    },
    keys.ada.kid,
    (bytes) => sign('sha256', bytes, { key: keys.ada.privateKeyPem, dsaEncoding: 'ieee-p1363' }),
  )
  const answer = await registry.request('POST', `/v1/publications/${publication['sequence']}/approvals`, {
    approval,
  })
  if (answer.status !== 201) throw new Error(answer.text)
}

/** Asks until it is so; what fails meanwhile is asked again. Throws when patience ends. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  let last: unknown
  while (performance.now() < end) {
    try {
      if (await isSo()) return
      last = 'not yet'
    } catch (error) {
      last = error
    }
    await sleep(30)
  }
  throw new Error(`it never came: ${last instanceof Error ? last.message : String(last)}`)
}

/**
 * What database, ledger and directory say together: numbers that were used twice, contents that differ under one
 * number, files that are not what was signed. Empty where all is well.
 */
export async function contradictions({ registry }: Bench): Promise<string[]> {
  const found: string[] = []
  const sql = connect(registry.superuserUrl)
  try {
    const taken = await sql<{ sequence: number; state: string; digest: string }[]>`
      SELECT taken.sequence, state, content_digest AS digest FROM publication_sequence AS taken
        JOIN publication ON publication.id = publication_id ORDER BY taken.sequence`
    taken.forEach(({ sequence }, index) => {
      if (sequence !== index + 1) found.push(`number ${sequence} stands at place ${index + 1}`)
    })
    const byNumber = new Map(taken.map((row) => [row.sequence, row]))
    const ledger = join(registry.home.environment['SIGNER_LEDGER_DIR'] ?? '', 'signed')
    const signed = new Map<number, Buffer>()
    for (const name of await readdir(ledger)) {
      const bytes = await readFile(join(ledger, name))
      const sequence = Number(name.replace('.xml', ''))
      signed.set(sequence, bytes)
      if (byNumber.get(sequence)?.digest !== readWhitelist(bytes).digest)
        found.push(`the signer signed another content under ${sequence}`)
    }
    for (const { sequence, state } of taken) {
      if (state !== 'served') continue
      const file = await readFile(join(registry.listsDirectory, `${sequence}.xml`)).catch(() => undefined)
      if (file === undefined || !file.equals(signed.get(sequence) ?? Buffer.alloc(0)))
        found.push(`the file of list ${sequence} is not what was signed`)
    }
    const open = taken.filter(
      ({ state }) => state !== 'served' && state !== 'refused' && state !== 'abandoned',
    )
    for (const { sequence, state } of open) found.push(`number ${sequence} is still ${state}`)
  } finally {
    await sql.end()
  }
  return found
}
