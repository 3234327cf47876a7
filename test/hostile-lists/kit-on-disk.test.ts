import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askCommand } from './ask-command.ts'
import { makeKit } from './kit.ts'
import { writeKit, type Manifest } from './write-kit.ts'

const run = promisify(execFile)
const OURS = [process.execPath, join(import.meta.dirname, '../../whitelist/bin/drim-whitelist.js')]

let directory: string
let manifest: Manifest
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drim-kit-'))
  manifest = await writeKit(await makeKit(), directory)
})
afterAll(() => rm(directory, { recursive: true, force: true }))
const listOf = (id: string) => manifest.lists.find((list) => list.id === id)!

describe('the kit on disk, for verifiers of other vendors', () => {
  it('holds each list that its manifest names, by paths inside it, and no private key', async () => {
    expect(JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8'))).toEqual(manifest)
    expect(manifest.lists.length).toBeGreaterThan(400)
    const files = (await readdir(directory, { recursive: true })).filter((name) => name.includes('.'))
    for (const { file, crls, held } of manifest.lists) {
      for (const name of [file, ...crls, ...(held === null ? [] : [held])]) expect(files).toContain(name)
    }
    for (const name of files) {
      expect((await readFile(join(directory, name))).includes('PRIVATE KEY'), name).toBe(false)
    }
  })

  it.each([
    'honest-plain.a',
    'honest-crlf-and-short-empty-elements.b',
    'second-signature-with-an-entry.b',
    'signer-revoked.a',
    'older-than-held.b',
    'revocation-list-missing.b',
  ])('%s is judged by our command as the manifest says', async (id) => {
    const list = listOf(id)
    const { verdict, code, output } = await askCommand(OURS, directory, manifest, list)
    expect({ verdict, code }, output).toEqual(list.expected)
  })

  it('takes a crash for a fault and not for a refusal', async () => {
    const crash = [process.execPath, '-e', 'process.exit(70)', '--']
    const { verdict } = await askCommand(crash, directory, manifest, listOf('entity-bomb.b'))
    expect(verdict).toBe('fault')
  })

  it(
    'lets no verifier pass that accepts everything, or refuses everything',
    { timeout: 120_000 },
    async () => {
      for (const command of ['true', 'false']) {
        const runner = join(import.meta.dirname, 'run.ts')
        const answer = await run(process.execPath, ['--conditions=development', runner, command]).then(
          () => ({ code: 0, stdout: '' }),
          (error: { code: number; stdout: string }) => error,
        )
        expect(answer.code).toBe(1)
        expect(answer.stdout).toContain('WRONG')
      }
    },
  )
})
