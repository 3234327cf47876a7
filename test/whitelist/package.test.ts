import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SIGNED_AT, signingSpace, signList } from '../support/sign-list.ts'

const room = new URL('../../whitelist/', import.meta.url).pathname
let folder: string

/** What a vendor would write to try it. */
const TEN_LINES = `
import { readFileSync } from 'node:fs'
import { loadTrust, verifyWhitelist } from '@trust-space/whitelist'
import { readWhitelist } from '@trust-space/whitelist/format'
const trust = await loadTrust({ anchors: [readFileSync('root.pem')], intermediates: [readFileSync('lists.pem')] })
const list = await verifyWhitelist(readFileSync('list.xml'), {
  at: new Date('2026-11-25T10:00:00Z'), trust, revocation: 'warn',
  signer: { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' },
})
console.log(list.signedAt, list.entries.length, readWhitelist(readFileSync('list.xml')).digest === list.digest)
`

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drim-package-'))
  const { authority, ...space } = await signingSpace()
  writeFileSync(join(folder, 'root.pem'), authority.rootPem)
  writeFileSync(join(folder, 'lists.pem'), authority.issuers.lists.pem)
  writeFileSync(join(folder, 'list.xml'), signList({ authority, ...space }, 'B'))
  const npm = (cwd: string, ...args: string[]): string =>
    execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8' })
  const tarball = npm(room, 'pack', '--silent', '--pack-destination', folder).trim().split('\n').at(-1)!
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  // Offline: it needs no other package.
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', join(folder, tarball))
}, 120_000)
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const inFolder = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8' })

it('verifies by its command, installed in an empty folder', () => {
  const answer = inFolder(
    join(folder, 'node_modules/.bin/drim-whitelist'),
    ...['verify', 'list.xml', '--trust-anchor', 'root.pem', '--intermediate', 'lists.pem'],
    ...['--at', '2026-11-25T10:00:00Z', '--json'],
  )
  expect(JSON.parse(answer)).toMatchObject({ verdict: 'accepted', entries: 3, signedAt: SIGNED_AT })
})

it('verifies from ten lines of code', () => {
  writeFileSync(join(folder, 'try.js'), TEN_LINES)
  expect(inFolder(process.execPath, 'try.js')).toBe(`${SIGNED_AT} 3 true\n`)
})

it('carries types, and neither sources nor tests', () => {
  const installed = join(folder, 'node_modules/@trust-space/whitelist')
  expect(existsSync(join(installed, 'dist/src/index.d.ts'))).toBe(true)
  expect(existsSync(join(installed, 'src'))).toBe(false)
  expect(existsSync(join(installed, 'dist/src/diff.test.js'))).toBe(false)
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    dependencies?: object
  }
  expect(dependencies ?? {}).toEqual({})
})

it('leaves no dist behind, which a forgotten condition would run silently', () => {
  expect(existsSync(join(room, 'dist'))).toBe(false)
})
