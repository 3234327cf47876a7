import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const project = join(import.meta.dirname, '../..')
const documents = ['README.md', ...list('docs')]

const rooms = ['whitelist', 'signer', 'registry-api', 'drimbox', 'test']

/** `a/{b,c}.test.ts` names two files. */
function expandBraces(name: string): string[] {
  const [whole, choices] = /\{([^}]+)\}/.exec(name) ?? []
  return whole === undefined || choices === undefined
    ? [name]
    : choices.split(',').map((choice) => name.replace(whole, choice))
}

function list(directory: string): string[] {
  return readdirSync(join(project, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(directory, name))
}

describe('the documents', () => {
  test.each(documents)('%s links only to what is there', (document) => {
    const text = readFileSync(join(project, document), 'utf8')
    const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '')
    const missing = targets.filter(
      (target) => !/^[a-z]+:/.test(target) && !existsSync(join(project, dirname(document), target)),
    )
    expect(missing).toEqual([])
  })

  test('every test that the invariants name exists', () => {
    const text = readFileSync(join(project, 'docs/invariants.md'), 'utf8')
    const named = [...text.matchAll(/`([^`\s]+\.test\.ts)`/g)].flatMap((match) =>
      expandBraces(match[1] ?? ''),
    )
    const tests = rooms.flatMap((room) =>
      globSync(`${room}/**/*.test.ts`, { cwd: project, exclude: (name) => name === 'node_modules' }),
    )
    expect(named.length).toBeGreaterThan(15)
    expect(named.filter((name) => !tests.some((path) => path.endsWith(`/${name}`)))).toEqual([])
  })

  test('decisions are numbered once', () => {
    const numbers = readdirSync(join(project, 'docs/adr')).map((name) => name.slice(0, 4))
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})
