import { execFile } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { testContent } from '../../support/list-content.ts'
import { SIGNED_AT, signingSpace, signList, testClock } from '../../support/sign-list.ts'
import type { AcceptanceContext, AcceptanceLine } from '../harness.ts'
import { verifyByCommand } from './whitelist-command.ts'

const run = promisify(execFile)
const ROOM = join(import.meta.dirname, '../../../whitelist')

/** What a stranger would write. */
const TEN_LINES = `import { readFile } from 'node:fs/promises'
import { loadTrust, verifyWhitelist } from '@trust-space/whitelist'
const [file, root, issuing, at] = process.argv.slice(2)
const trust = await loadTrust({ anchors: [await readFile(root)], intermediates: [await readFile(issuing)] })
const list = await verifyWhitelist(await readFile(file), {
  at: new Date(at), trust, revocation: 'warn',
  signer: { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' },
})
console.log(list.entries.map(({ wadoHost }) => wadoHost).join())
`

export const line: AcceptanceLine = {
  number: 8,
  title: 'The packed whitelist, installed in an empty folder, verifies by command and by ten lines of code',
  async run(context) {
    const folder = join(context.directory, 'empty')
    await mkdir(folder)
    await install(context, folder)
    const files = await materials(context.directory)
    await verifies(context, folder, files)
  },
}

async function install(context: AcceptanceContext, folder: string): Promise<void> {
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', context.directory], {
    cwd: ROOM,
  })
  const tarball = join(context.directory, stdout.trim().split('\n').at(-1) ?? '')
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'stranger', private: true, type: 'module' }),
  )
  // From the cache where it has them: the two dependencies were there for the project itself.
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...options, tarball], { cwd: folder })
  const installed = await readdir(join(folder, 'node_modules/@trust-space/whitelist'))
  context.check(
    'only what runs is packed: no sources, no tests',
    !installed.includes('src') && installed.includes('dist'),
    installed,
  )
  const left = (await readdir(ROOM)).includes('dist')
  context.check('nothing of the build stays behind in the project', !left)
}

async function materials(directory: string) {
  const space = await signingSpace()
  const put = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(directory, name), content)
    return join(directory, name)
  }
  const sound = signList(space, 'B', { content: testContent(3) })
  return {
    sound: await put('sound.xml', sound),
    altered: await put('altered.xml', sound.toString().replaceAll('db2.test', 'db3.test')),
    root: await put('root.pem', space.authority.rootPem),
    issuing: await put('issuing.pem', space.authority.issuers.lists.pem),
    at: testClock().toISOString().replace('.000Z', 'Z'),
  }
}

async function verifies(
  context: AcceptanceContext,
  folder: string,
  files: Awaited<ReturnType<typeof materials>>,
): Promise<void> {
  const command = [join(folder, 'node_modules/.bin/drim-whitelist')]
  const options = ['--trust-anchor', files.root, '--intermediate', files.issuing, '--at', files.at]
  const sound = await verifyByCommand([files.sound, ...options], command, folder)
  context.check(
    'the command accepts a sound list',
    sound.status === 0 && sound.signedAt === SIGNED_AT && sound.entries === 3,
    sound.output,
  )
  const altered = await verifyByCommand([files.altered, ...options], command, folder)
  context.check(
    'the command refuses an altered one',
    altered.status === 1 && altered.code === 'document-digest',
    altered.output,
  )

  await writeFile(join(folder, 'verify.js'), TEN_LINES)
  const byCode = (file: string) =>
    run(process.execPath, ['verify.js', file, files.root, files.issuing, files.at], { cwd: folder }).then(
      ({ stdout }) => stdout.trim(),
      (error: { stderr?: string }) => `failed: ${error.stderr ?? ''}`,
    )
  const hosts = testContent(3)
    .entries.map(({ wadoHost }) => wadoHost)
    .join()
  const read = await byCode(files.sound)
  context.check('ten lines of code read its hosts', read === hosts, read)
  const refusal = await byCode(files.altered)
  context.check('ten lines of code refuse the altered one', refusal.includes('document-digest'), refusal)
  context.figure('lines of code', TEN_LINES.trim().split('\n').length)
}
