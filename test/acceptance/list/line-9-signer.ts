import { cp, mkdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AcceptanceContext } from '../harness.ts'
import { directoryDigest } from '../../support/directory-digest.ts'
import { randomFrom } from '../../support/random.ts'
import { signVia, stateVia } from '../../support/signer-client.ts'
import { driveSigner } from '../../support/signer-driver.ts'
import {
  createSignerHome,
  encryptedKey,
  listLines,
  PASSPHRASE,
  unsignedList,
  type SignerHome,
} from '../../support/signer-home.ts'
import { startedSigner, startSignerProcess } from '../../support/signer-process.ts'

const now = () => new Date()
const KILLS = 25
// About twice what a signature of a small list takes, so that kills fall before, in and after it.
const KILL_WITHIN_MS = 80

/**
 * The part of line 9 that is the signer's: what it was given is wrong, or its ledger is. Every way ends in a clear
 * message with a code and an exit, or in a signer that only reads, or in a healed start; and nothing is harmed.
 * Gives back how many ways were tried.
 */
export async function signerFaults(context: AcceptanceContext): Promise<number> {
  const directory = join(context.directory, 'signer')
  await mkdir(directory, { mode: 0o700 })
  const home = await createSignerHome(directory, { clock: now })
  const ways = [
    await wrongMaterial(context, home),
    await harmedLedger(context, home),
    await liveDirectory(context, home),
    await fullDisk(context, home),
    await killed(context, home),
  ]
  return ways.reduce((sum, count) => sum + count, 0)
}

/** Each fault of what the signer is given, with the exit code and the code that must be told. */
async function wrongMaterial(context: AcceptanceContext, home: SignerHome): Promise<number> {
  const write = async (name: string, content: string, mode = 0o600) => {
    const path = join(home.directory, name)
    await writeFile(path, content, { mode })
    return path
  }
  const stranger = await home.authority.issueListSigner()
  const demo = await createSignerHome(await folder(home, 'demo'), { clock: now, demo: true, mode: 'real' })
  const faults: [string, number, string, Record<string, string>][] = [
    [
      'no setting at all',
      2,
      'config-invalid',
      Object.fromEntries(Object.keys(home.environment).map((name) => [name, ''])),
    ],
    ['bad key', 3, 'key-not-encrypted', { SIGNER_KEY_FILE: await write('bad-key', 'not a key') }],
    [
      'wrong passphrase',
      3,
      'key-passphrase-wrong',
      { SIGNER_KEY_PASSPHRASE_FILE: await write('wrong-phrase', 'Sésame') },
    ],
    [
      'the key of another certificate',
      3,
      'certificate-other-key',
      { SIGNER_KEY_FILE: await write('other-key', encryptedKey(stranger.privateKeyPem, PASSPHRASE)) },
    ],
    ['unreadable key file', 3, 'file-unreadable', { SIGNER_KEY_FILE: join(home.directory, 'nowhere') }],
    [
      'key open to others',
      3,
      'file-exposed',
      {
        SIGNER_KEY_FILE: await write(
          'exposed',
          await readFile(home.environment['SIGNER_KEY_FILE'] ?? '', 'utf8'),
          0o644,
        ),
      },
    ],
    [
      'no approver',
      3,
      'approvers-invalid',
      { SIGNER_APPROVERS_FILE: await write('nobody', '{"approvers":[]}') },
    ],
    ['demonstration material in mode real', 3, 'demo-material', { ...demo.environment }],
  ]
  for (const [what, exitCode, code, over] of faults) {
    const before = await directoryDigest(home.directory)
    const ended = await startSignerProcess({ ...home.environment, ...over })
    if ('stop' in ended) {
      await ended.stop()
      context.check(`${what}: does not start`, false)
      continue
    }
    const { output } = ended
    const isClear =
      ended.exitCode === exitCode && output.startsWith(`signer: ${code}: `) && !output.includes('    at ')
    const isSilent = !output.includes(PASSPHRASE) && !output.includes('Sésame')
    const unharmed = (await directoryDigest(home.directory)) === before
    context.check(
      `${what}: exit ${exitCode}, ${code}, nothing harmed, no secret told`,
      isClear && isSilent && unharmed,
      ended,
    )
  }
  return faults.length
}

async function harmedLedger(context: AcceptanceContext, home: SignerHome): Promise<number> {
  const socket = home.environment['SIGNER_SOCKET'] ?? ''
  const ledger = join(home.directory, 'ledger')
  const log = join(ledger, 'ledger.log')
  const signer = await startedSigner(home.environment)
  const driver = driveSigner(home, now)
  await driver.sign(listLines(1, 5), { by: ['ada'] })
  await driver.sign(listLines(1, 4))
  await signer.stop()
  const sound = join(home.directory, 'sound-ledger')
  await cp(ledger, sound, { recursive: true })
  const foreign = await createSignerHome(await folder(home, 'foreign'), {
    clock: now,
    trustSpace: 'DRIM-M-AUTRE',
  })
  const foreignSigner = await startedSigner(foreign.environment)
  await driveSigner(foreign, now).sign(listLines(1, 5), { by: ['ada'] })
  await foreignSigner.stop()
  const whole = await readFile(log)
  const lastRecord = whole.lastIndexOf(0x0a, whole.length - 2) + 1
  const harms: [string, RegExp, () => Promise<unknown>][] = [
    [
      'foreign ledger',
      /belongs to trustSpace/,
      async () => {
        await rm(ledger, { recursive: true })
        await cp(join(foreign.directory, 'ledger'), ledger, { recursive: true })
      },
    ],
    ['ledger cut between records', /lost its end/, () => truncate(log, lastRecord)],
    ['ledger cut inside a record that was answered', /lost its end/, () => truncate(log, whole.length - 30)],
    [
      'ledger altered',
      /record 2 is damaged/,
      () => writeFile(log, whole.toString('latin1').replace('"sequence":1', '"sequence":2'), 'latin1'),
    ],
    ['a signed list missing', /is missing/, () => rm(join(ledger, 'signed', '1.xml'))],
  ]
  for (const [what, reason, harm] of harms) {
    await harm()
    const harmed = await directoryDigest(ledger)
    const running = await startedSigner(home.environment)
    const state = await stateVia(socket)
    const answer = await driver.sign(listLines(1, 3), { by: ['ada', 'grace'] })
    await running.stop()
    const told = running.output().includes('ledger-in-doubt, read-only') && reason.test(running.output())
    const readOnly =
      state.status === 'read-only' && reason.test(state.detail ?? '') && answer.code === 'ledger-in-doubt'
    const untouched = (await directoryDigest(ledger)) === harmed
    context.check(`${what}: read-only, said, nothing signed or changed`, told && readOnly && untouched, {
      state,
      code: answer.code,
    })
    await rm(ledger, { recursive: true })
    await cp(sound, ledger, { recursive: true })
  }
  await writeFile(
    join(ledger, 'pending.xml'),
    (await readFile(join(ledger, 'signed', '2.xml'))).subarray(0, 900),
  )
  await rename(join(ledger, 'signed', '2.xml'), join(home.directory, 'two.xml'))
  await truncate(log, whole.length - 30)
  const healed = await startedSigner(home.environment)
  context.check(
    'a record whose writing was interrupted: cut, and the start is healed',
    (await stateVia(socket)).head?.sequence === 1,
  )
  await healed.stop()
  await rm(ledger, { recursive: true })
  await rename(sound, ledger)
  return harms.length + 1
}

async function liveDirectory(context: AcceptanceContext, home: SignerHome): Promise<number> {
  const running = await startedSigner(home.environment)
  const otherSocket = join(await folder(home, 'other-run'), 'signer.sock')
  for (const [what, code, over] of [
    [
      'a second signer on a live socket',
      'socket-in-use',
      { SIGNER_LEDGER_DIR: join(home.directory, 'other-ledger') },
    ],
    ['a second signer on a live ledger', 'ledger-in-use', { SIGNER_SOCKET: otherSocket }],
  ] as const) {
    const ended = await startSignerProcess({ ...home.environment, ...over })
    const refused = 'exitCode' in ended && ended.exitCode === 4 && ended.output.includes(code)
    context.check(
      `${what}: exit 4, ${code}, and the first one answers`,
      refused && (await stateVia(home.environment['SIGNER_SOCKET'] ?? '')).status === 'ready',
      ended,
    )
  }
  await running.stop()
  return 2
}

async function fullDisk(context: AcceptanceContext, home: SignerHome): Promise<number> {
  const mount = await folder(home, 'small-disk')
  const isMounted = mountSmallDisk(mount)
  if (!isMounted) context.say('no small file system can be mounted here: a full disk is played by /dev/full')
  const environment = {
    ...home.environment,
    SIGNER_LEDGER_DIR: join(mount, 'ledger'),
    SIGNER_SOCKET: join(home.directory, 'run', 'full.sock'),
  }
  const disk = { ...home, environment }
  const running = await startedSigner(environment)
  try {
    const driver = driveSigner(disk, now)
    await driver.sign(listLines(1, 60), { by: ['ada'] })
    const filler = isMounted ? join(mount, 'filler') : join(mount, 'ledger', 'pending.xml')
    // A removal of thirty lines makes a record of more than a page, so that one of the steps below leaves room for the
    // list and for the beginning of its record.
    const attempt = () => driver.sign(listLines(31, 60), { by: ['ada', 'grace'] })
    const refusedWhile = { 'be stored': 0, 'be written': 0 }
    for (let pagesFree = 0; pagesFree <= (isMounted ? 16 : 0); pagesFree += 1) {
      if (isMounted) await fillBut(filler, pagesFree * 4_096)
      else await symlink('/dev/full', filler)
      const before = await stateVia(environment.SIGNER_SOCKET)
      const { code, body } = await attempt()
      if (code === undefined) break
      const same =
        JSON.stringify((await stateVia(environment.SIGNER_SOCKET)).head) === JSON.stringify(before.head)
      if (code !== 'ledger-unwritable' || !same)
        context.check('a full disk refuses and changes nothing', false, { pagesFree, code })
      refusedWhile[body.includes('be stored') ? 'be stored' : 'be written'] += 1
      await rm(filler, { force: true })
    }
    await rm(filler, { force: true })
    context.figure(
      'refused for a full disk while the list, while the record was written',
      Object.values(refusedWhile).join(', '),
    )
    context.check(
      'ledger-unwritable each time, head unchanged',
      refusedWhile['be stored'] > 0 && (refusedWhile['be written'] > 0 || !isMounted),
    )
    context.check('with room again it signs', (await driver.sign(listLines(31, 60))).status === 200)
    await running.kill()
    const again = await startedSigner(environment)
    context.check(
      'and its ledger is sound',
      (await stateVia(environment.SIGNER_SOCKET)).status === 'ready',
      again.output(),
    )
    await again.stop()
  } finally {
    await running.kill()
    if (isMounted) execFileSync('umount', [mount])
  }
  return 1
}

/** kill -9 at any moment of a signature: the number is then finished with its own content, and has one list for ever. */
async function killed(context: AcceptanceContext, home: SignerHome): Promise<number> {
  const random = randomFrom(9)
  const socket = home.environment['SIGNER_SOCKET'] ?? ''
  const seen = { finished: 0, signedAnew: 0, faults: 0 }
  let sequence = 10
  for (let kill = 0; kill < KILLS; kill += 1) {
    sequence += 1
    const unsigned = unsignedList(listLines(1, 4), `2026-11-25T10:00:${10 + kill}Z`)
    const call = { trustSpace: home.trustSpace, sequence, unsigned }
    const victim = await startedSigner(home.environment)
    // The second of the last signature must be over, else the kill always meets a signer that waits.
    await sleep(1_000)
    const lost = signVia(socket, { ...call, time: now() }).catch(() => undefined)
    await sleep(random.below(KILL_WITHIN_MS))
    await victim.kill()
    const answered = await lost
    const next = await startedSigner(home.environment)
    const first = await signVia(socket, { ...call, time: now() })
    const second = await signVia(socket, { ...call, time: now() })
    const other = await signVia(socket, { ...call, unsigned: unsignedList(listLines(1, 3)), time: now() })
    await next.stop()
    if (first.headers['x-signer-replayed'] === 'true') seen.finished += 1
    else seen.signedAnew += 1
    const one = first.status === 200 && second.body.equals(first.body) && other.code === 'content-differs'
    if (!one || (answered?.status === 200 && !answered.body.equals(first.body))) seen.faults += 1
  }
  context.figure(
    `of ${KILLS} killed signatures, found done / done again`,
    `${seen.finished} / ${seen.signedAnew}`,
  )
  context.check(
    'each number has one content and one file, whenever the signer was killed',
    seen.faults === 0,
    seen,
  )
  return 1
}

async function folder(home: SignerHome, name: string): Promise<string> {
  const path = join(home.directory, name)
  await mkdir(path, { mode: 0o700 })
  return path
}

function mountSmallDisk(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs', path], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Fills the file system of `filler` until `bytesFree` are left. */
async function fillBut(filler: string, bytesFree: number): Promise<void> {
  const text = execFileSync('df', ['--output=avail', '-B1', join(filler, '..')], { encoding: 'utf8' })
  const available = Number(text.trim().split('\n').at(-1))
  await writeFile(filler, Buffer.alloc(Math.max(0, available - bytesFree)))
}
