import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allRefusals } from '../../registry-api/src/http/all-refusals.ts'

const root = join(import.meta.dirname, '../..')
const sources = join(root, 'registry-api/src')
let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'drim-documents-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe('the generated documents', () => {
  it.each([
    ['write-errors.ts', 'errors.md'],
    ['write-openapi.ts', 'openapi.json'],
  ])('are what the code says: %s', (script, document) => {
    const written = join(directory, document)
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--conditions=development', join(sources, 'http', script), written],
      { encoding: 'utf8' },
    )
    expect(status, stderr).toBe(0)
    const committed = readFileSync(join(root, 'docs', document), 'utf8')
    expect(readFileSync(written, 'utf8') === committed, `docs/${document} is old: npm run docs`).toBe(true)
  })
})

describe('the codes of refusals', () => {
  const codes = allRefusals.flatMap(({ table }) => Object.keys(table))

  it('belong to one noun each', () => {
    expect(new Set(codes).size).toBe(codes.length)
  })

  it('are all thrown somewhere, and the tables of all nouns are in the index', () => {
    const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!\.test)\.ts$/.test(name),
    )
    const text = files
      .filter((name) => !name.endsWith('.refusals.ts'))
      .map((name) => readFileSync(join(sources, name), 'utf8'))
      .join('\n')
    // Thrown by its name, or named where a neighbour's failures are told apart (accounts/provider-failures.ts).
    expect(codes.filter((code) => !text.includes(`'${code}'`))).toEqual([])
    expect(files.filter((name) => name.endsWith('.refusals.ts'))).toHaveLength(allRefusals.length)
  })
})
