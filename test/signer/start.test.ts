import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stateVia } from '../support/signer-client.ts'
import { driveSigner } from '../support/signer-driver.ts'
import {
  createSignerHome,
  encryptedKey,
  listLines,
  PASSPHRASE,
  type SignerHome,
} from '../support/signer-home.ts'
import { startedSigner, startSignerProcess } from '../support/signer-process.ts'

const now = () => new Date()
let directory: string
let home: SignerHome

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drim-signer-'))
  home = await createSignerHome(directory, { clock: now })
})

afterAll(() => rm(directory, { recursive: true }))

async function fails(over: Record<string, string>): Promise<{ exitCode: number | null; output: string }> {
  const started = await startSignerProcess({ ...home.environment, ...over })
  if ('stop' in started) {
    await started.stop()
    return { exitCode: 0, output: started.output() }
  }
  return started
}

async function file(name: string, content: string, mode = 0o600): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, content)
  await chmod(path, mode)
  return path
}

describe('a signer that cannot start says why with a code, ends, and tells no secret:', () => {
  const cases: [string, number, string, () => Promise<Record<string, string>>][] = [
    [
      'settings are missing',
      2,
      'config-invalid',
      async () => ({ SIGNER_KEY_FILE: '', SIGNER_SPACE: 'PREPROD' }),
    ],
    [
      'the key file is missing',
      3,
      'file-unreadable',
      async () => ({ SIGNER_KEY_FILE: join(directory, 'none') }),
    ],
    ['the key file is a directory', 3, 'file-unreadable', async () => ({ SIGNER_KEY_FILE: directory })],
    [
      'the key is open to others',
      3,
      'file-exposed',
      async () => ({ SIGNER_KEY_FILE: await file('exposed', await ownKey(), 0o644) }),
    ],
    [
      'the passphrase is open to others',
      3,
      'file-exposed',
      async () => ({ SIGNER_KEY_PASSPHRASE_FILE: await file('exposed', PASSPHRASE, 0o640) }),
    ],
    [
      'the approvers can be written by others',
      3,
      'file-exposed',
      async () => ({ SIGNER_APPROVERS_FILE: await file('exposed', await approvers(), 0o666) }),
    ],
    [
      'the passphrase is wrong',
      3,
      'key-passphrase-wrong',
      async () => ({ SIGNER_KEY_PASSPHRASE_FILE: await file('phrase', 'une autre phrase') }),
    ],
    [
      'the passphrase is empty',
      3,
      'key-passphrase-wrong',
      async () => ({ SIGNER_KEY_PASSPHRASE_FILE: await file('phrase', '') }),
    ],
    [
      'the key file is cut',
      3,
      'key-passphrase-wrong',
      async () => ({ SIGNER_KEY_FILE: await file('cut', (await ownKey()).slice(0, 900)) }),
    ],
    [
      'the key is not encrypted',
      3,
      'key-not-encrypted',
      async () => ({ SIGNER_KEY_FILE: await file('plain', (await anotherKey()).privateKeyPem) }),
    ],
    [
      'the key is not RSA',
      3,
      'key-invalid',
      async () => ({
        SIGNER_KEY_FILE: await file('ec', encryptedKey(home.keys.ada.privateKeyPem, PASSPHRASE)),
      }),
    ],
    [
      'the key is too short',
      3,
      'key-invalid',
      async () => ({
        SIGNER_KEY_FILE: await file(
          'short',
          encryptedKey((await home.authority.issueListSigner({ key: 'rsa-1024' })).privateKeyPem, PASSPHRASE),
        ),
      }),
    ],
    [
      'the key is another one',
      3,
      'certificate-other-key',
      async () => ({
        SIGNER_KEY_FILE: await file('other', encryptedKey((await anotherKey()).privateKeyPem, PASSPHRASE)),
      }),
    ],
    [
      'the certificate file holds none',
      3,
      'certificate-invalid',
      async () => ({ SIGNER_CERTIFICATE_FILE: await file('none.pem', 'certificat') }),
    ],
    [
      'a certificate is damaged',
      3,
      'certificate-invalid',
      async () => ({
        SIGNER_CERTIFICATE_FILE: await file('bad.pem', (await ownChain()).replace('MII', 'MIA')),
      }),
    ],
    [
      'the chain is in another order',
      3,
      'certificate-invalid',
      async () => ({
        SIGNER_CERTIFICATE_FILE: await file(
          'order.pem',
          (await ownChain()).replace(home.authority.issuers.lists.pem, home.authority.issuers.servers.pem),
        ),
      }),
    ],
    [
      'the approvers file is no JSON',
      3,
      'approvers-invalid',
      async () => ({ SIGNER_APPROVERS_FILE: await file('approvers', '{') }),
    ],
    [
      'nobody may approve',
      3,
      'approvers-invalid',
      async () => ({ SIGNER_APPROVERS_FILE: await file('approvers', '{"approvers":[]}') }),
    ],
    [
      'the ledger directory is a file',
      4,
      'ledger-unsafe',
      async () => ({ SIGNER_LEDGER_DIR: await file('ledger-file', '') }),
    ],
    [
      'the ledger directory is open to others',
      4,
      'ledger-unsafe',
      async () => ({ SIGNER_LEDGER_DIR: await folder('open-ledger', 0o750) }),
    ],
    [
      'the ledger cannot be made',
      4,
      'ledger-unsafe',
      async () => ({ SIGNER_LEDGER_DIR: join(directory, 'no', 'such', 'ledger') }),
    ],
    [
      'the socket directory is open to others',
      4,
      'socket-unsafe',
      async () => ({ SIGNER_SOCKET: join(await folder('open-run', 0o755), 's') }),
    ],
    [
      'the socket directory is a link',
      4,
      'socket-unsafe',
      async () => {
        await symlink(await folder('real-run', 0o700), join(directory, 'link-run'))
        return { SIGNER_SOCKET: join(directory, 'link-run', 's') }
      },
    ],
    [
      'the socket is a file',
      4,
      'socket-unsafe',
      async () => ({ SIGNER_SOCKET: join(dirname(await file('not-a-socket', '')), 'private', 's') }),
    ],
  ]
  test.each(cases)('%s: exit %i, %s', async (name, exitCode, code, over) => {
    if (name === 'the socket is a file') {
      await folder('private', 0o700)
      await writeFile(join(directory, 'private', 's'), '')
    }
    const ended = await fails(await over())
    expect(ended).toMatchObject({ exitCode, output: expect.stringContaining(`signer: ${code}: `) })
    expect(ended.output).not.toContain(PASSPHRASE)
    expect(ended.output).not.toContain('PRIVATE KEY-----')
    expect(ended.output).not.toContain('    at ')
  })

  test('all faults of the environment at once', async () => {
    const { output } = await fails({
      SIGNER_SPACE: 'PREPROD',
      SIGNER_SOCKET: 'x',
      SIGNER_GUARD_RAIL_COUNT: '-1',
    })
    for (const name of ['SIGNER_SPACE', 'SIGNER_SOCKET', 'SIGNER_GUARD_RAIL_COUNT'])
      expect(output).toContain(name)
  })
})

describe('two signers', () => {
  test('do not share a socket, nor a ledger', async () => {
    const first = await startedSigner(home.environment)
    expect(await fails({ SIGNER_LEDGER_DIR: join(directory, 'second-ledger') })).toMatchObject({
      exitCode: 4,
      output: expect.stringContaining('socket-in-use'),
    })
    await folder('second-run', 0o700)
    expect(await fails({ SIGNER_SOCKET: join(directory, 'second-run', 's') })).toMatchObject({
      exitCode: 4,
      output: expect.stringContaining('ledger-in-use'),
    })
    // Nor by another path to the same directory.
    await symlink(join(directory, 'ledger'), join(directory, 'ledger-link'))
    expect(
      (
        await fails({
          SIGNER_SOCKET: join(directory, 'second-run', 's'),
          SIGNER_LEDGER_DIR: `${directory}/./ledger`,
        })
      ).output,
    ).toContain('ledger-in-use')
    expect((await stateVia(home.environment['SIGNER_SOCKET'] ?? '')).status).toBe('ready')
    expect(await first.stop()).toBe(0)
  })

  test('follow each other after kill -9: the dead socket is replaced', async () => {
    const first = await startedSigner(home.environment)
    await first.kill()
    const second = await startedSigner(home.environment)
    expect((await stateVia(home.environment['SIGNER_SOCKET'] ?? '')).status).toBe('ready')
    expect(await second.stop()).toBe(0)
  })
})

test('a socket that belongs to something else that runs is not taken', async () => {
  const stranger = createServer()
  const path = join(await folder('stranger', 0o700), 's')
  await once(stranger.listen(path), 'listening')
  expect(await fails({ SIGNER_SOCKET: path })).toMatchObject({
    exitCode: 4,
    output: expect.stringContaining('socket-in-use'),
  })
  await new Promise((resolve) => stranger.close(resolve))
})

test('the socket is its user’s alone, and goes with the process', async () => {
  const socket = home.environment['SIGNER_SOCKET'] ?? ''
  const running = await startedSigner(home.environment)
  expect((await stat(socket)).mode & 0o777).toBe(0o600)
  await running.stop()
  await expect(stat(socket)).rejects.toThrow('ENOENT')
})

test('SIGTERM, and the end of its parent, stop it cleanly', async () => {
  const one = await startedSigner(home.environment)
  expect(await one.stop()).toBe(0)
  const two = await startedSigner(home.environment)
  const ended = once(two.child, 'exit')
  two.child.disconnect()
  expect((await ended)[0]).toBe(0)
})

test('half a request does not keep it from stopping', async () => {
  const running = await startedSigner(home.environment)
  const half = connect(home.environment['SIGNER_SOCKET'] ?? '')
  half.on('error', () => undefined)
  half.write('POST /sign HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n<')
  await stateVia(home.environment['SIGNER_SOCKET'] ?? '')
  const begun = performance.now()
  expect(await running.stop()).toBe(0)
  expect(performance.now() - begun).toBeLessThan(5_000)
  half.destroy()
})

describe('mode real', () => {
  test('refuses the demonstration by its marks, and starts with none of them', async () => {
    const marked = await createSignerHome(await folder('marked', 0o700), {
      clock: now,
      demo: true,
      mode: 'real',
    })
    const refused = await startSignerProcess(marked.environment)
    expect(refused).toMatchObject({ exitCode: 3, output: expect.stringContaining('demo-material') })
    const unmarked = await createSignerHome(await folder('unmarked', 0o700), { clock: now, mode: 'real' })
    const started = await startedSigner(unmarked.environment)
    expect((await driveSigner(unmarked, now).sign(listLines(1, 2), { by: ['ada'] })).status).toBe(200)
    await started.stop()
    const demoApprover = JSON.stringify({ approvers: [{ ...marked.keys.ada, privateKeyPem: undefined }] })
    const withDemoApprover = await startSignerProcess({
      ...unmarked.environment,
      SIGNER_APPROVERS_FILE: await file('demo-approvers', demoApprover),
    })
    expect(withDemoApprover).toMatchObject({ exitCode: 3, output: expect.stringContaining('demo-material') })
    const demoSpace = await startSignerProcess({ ...unmarked.environment, SIGNER_TRUST_SPACE: 'DRIM-M-DEMO' })
    expect(demoSpace).toMatchObject({ exitCode: 3, output: expect.stringContaining('demo-material') })
  })
})

async function folder(name: string, mode: number): Promise<string> {
  const path = join(directory, name)
  await mkdir(path, { recursive: true })
  await chmod(path, mode)
  return path
}

const ownKey = () => readFile(home.environment['SIGNER_KEY_FILE'] ?? '', 'utf8')
const ownChain = () => readFile(home.environment['SIGNER_CERTIFICATE_FILE'] ?? '', 'utf8')
const approvers = () => readFile(home.environment['SIGNER_APPROVERS_FILE'] ?? '', 'utf8')
const anotherKey = () => home.authority.issueListSigner()
