import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

interface Setup {
  readonly setUp: (folder: string, options: { environment: Record<string, string> }) => Promise<void>
  readonly isInstalled: (folder: string) => boolean
  readonly explain: (output: string, folder: string) => string
}
// It runs before there is a compiler, so it has no types.
const { setUp, isInstalled, explain } = (await import(
  join(import.meta.dirname, '..', '..', 'demo', 'setup.mjs')
)) as Setup

let folder: string
let environment: Record<string, string>

// A stand-in for npm that notes each call; what it installs, and how it ends, stands in a file.
const NPM = `
  const fs = require('node:fs'), path = require('node:path')
  fs.appendFileSync('calls', process.argv.slice(2).join(' ') + ' NODE_ENV=' + process.env.NODE_ENV + '\\n')
  const { code, says } = JSON.parse(fs.readFileSync('outcome', 'utf8'))
  setTimeout(() => {
    console.error(says)
    fs.mkdirSync('node_modules', { recursive: true })
    process.exit(code)
  }, 300)`

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drim-test-setup-'))
  writeFileSync(join(folder, 'npm-cli.js'), NPM)
  outcome(0, '')
  lock('1.0.0')
  environment = {
    npm_execpath: join(folder, 'npm-cli.js'),
    npm_node_execpath: process.execPath,
    NODE_ENV: 'production',
  }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const outcome = (code: number, says: string) =>
  writeFileSync(join(folder, 'outcome'), JSON.stringify({ code, says }))
const lock = (version: string) => {
  const packages = {
    '': { name: 'house' },
    whitelist: { name: '@trust-space/whitelist' },
    'node_modules/hono': { version, integrity: `sha512-${version}` },
    'node_modules/@trust-space/whitelist': { link: true },
    'node_modules/for-another-system': { version, integrity: 'sha512-x', optional: true },
  }
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }))
}
const calls = () =>
  existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : []

describe('set-up', () => {
  it('installs once, all packages even under NODE_ENV=production, and again when the lockfile changed', async () => {
    await setUp(folder, { environment })
    await setUp(folder, { environment })
    expect(calls()).toEqual([
      'ci --include=dev --include=optional --engine-strict=false --loglevel=error NODE_ENV=',
    ])
    lock('2.0.0')
    await setUp(folder, { environment })
    expect(calls()).toHaveLength(2)
  })

  it('that failed is told with its cause, leaves no mark, and is done again', async () => {
    outcome(1, 'npm error code EAI_AGAIN')
    await expect(setUp(folder, { environment })).rejects.toThrow(/No network/)
    expect(isInstalled(folder)).toBe(false)
    expect(existsSync(join(folder, '.cache', 'setup.pid'))).toBe(false)
    outcome(0, '')
    await setUp(folder, { environment })
    expect(isInstalled(folder)).toBe(true)
  })

  it('called twice at once installs once', async () => {
    await Promise.all([setUp(folder, { environment }), setUp(folder, { environment })])
    expect(calls()).toHaveLength(1)
  })

  it('goes on after one that was killed', async () => {
    mkdirSync(join(folder, '.cache'))
    writeFileSync(join(folder, '.cache', 'setup.pid'), '4000000\n')
    await setUp(folder, { environment })
    expect(calls()).toHaveLength(1)
  })

  it('leaves alone what somebody installed by hand from the same lockfile', async () => {
    mkdirSync(join(folder, 'node_modules'))
    const installed = (integrity: string) =>
      writeFileSync(
        join(folder, 'node_modules', '.package-lock.json'),
        JSON.stringify({ packages: { 'node_modules/hono': { version: '1.0.0', integrity } } }),
      )
    installed('sha512-1.0.0')
    await setUp(folder, { environment })
    expect(calls()).toEqual([])
    rmSync(join(folder, 'node_modules', '.drim-setup'))
    installed('sha512-of-another')
    await setUp(folder, { environment })
    expect(calls()).toHaveLength(1)
  })

  it.each([
    ['npm error code ENOSPC', /disk is full/],
    ['npm error code EACCES', /may not write/],
    ['npm error code EUSAGE', /package-lock\.json disagree/],
    ['something else', /stands above/],
  ])('says what to do about %s', (output, words) => {
    expect(explain(output, folder)).toMatch(words)
  })
})
