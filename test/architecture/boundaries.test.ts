import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const project = join(import.meta.dirname, '../..')

/** For each rule, files that break it and nothing else. */
const faults: Record<string, Record<string, string>> = {
  'no-cycles': {
    'drimbox/src/planted-a.ts': `import { b } from './planted-b.ts'\nexport const a = (): unknown => b`,
    'drimbox/src/planted-b.ts': `import { a } from './planted-a.ts'\nexport const b = (): unknown => a`,
  },
  'whitelist-stands-alone': { 'whitelist/src/planted.ts': `import '../../demo/planted-target.ts'` },
  'format-needs-nothing': { 'whitelist/src/format/planted.ts': `import 'node:fs'` },
  'library-touches-no-system': { 'whitelist/src/planted.ts': `import 'node:http'` },
  'signer-knows-only-the-format': { 'signer/src/planted.ts': `import '../../drimbox/src/planted-target.ts'` },
  'signer-door-plate': { 'signer/src/planted.ts': `import 'zod'` },
  'registry-speaks-to-the-signer': {
    'registry-api/src/planted.ts': `import '../../signer/src/planted-target.ts'`,
  },
  'portal-speaks-http-only': { 'portal/src/planted.ts': `import '../../registry-api/src/planted-target.ts'` },
  'drimbox-knows-only-the-list': {
    'drimbox/src/planted.ts': `import '../../registry-api/src/planted-target.ts'`,
  },
  'no-product-room-imports-the-demo': { 'drimbox/src/planted.ts': `import '../../demo/planted-target.ts'` },
  'rules-are-pure': { 'registry-api/src/operators/planted.rules.ts': `import 'drizzle-orm'` },
  'use-cases-know-no-http': { 'registry-api/src/operators/plant-operator.ts': `import 'hono'` },
  'routes-write-through-use-cases': {
    'registry-api/src/operators/planted.routes.ts': `import './planted.repository.ts'`,
    'registry-api/src/operators/planted.repository.ts': `export {}`,
  },
  'repositories-know-no-rule': {
    'registry-api/src/operators/planted.repository.ts': `import './planted.rules.ts'`,
    'registry-api/src/operators/planted.rules.ts': `export {}`,
  },
  'no-unlisted': { 'signer/src/planted.ts': `import 'fast-check'` },
}

let copy: string

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'drim-boundaries-'))
  const kept = ['whitelist', 'signer', 'registry-api', 'drimbox', 'portal', 'demo', 'test']
  for (const room of kept) await cp(join(project, room, 'package.json'), join(copy, room, 'package.json'))
  for (const file of ['package.json', 'tsconfig.base.json', '.dependency-cruiser.mjs'])
    await cp(join(project, file), join(copy, file))
  await symlink(join(project, 'node_modules'), join(copy, 'node_modules'))
  for (const room of ['demo', 'drimbox/src', 'signer/src', 'registry-api/src'])
    await plant(`${room}/planted-target.ts`, 'export {}')
})

afterAll(() => rm(copy, { recursive: true, force: true }))

async function plant(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(copy, path)), { recursive: true })
  await writeFile(join(copy, path), `${text}\n`)
}

/** The names of the rules that fire on the given files of the copy. */
function cruise(paths: readonly string[]): string[] {
  const result = spawnSync(
    process.execPath,
    [
      join(project, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'json',
      ...paths,
    ],
    { cwd: copy, encoding: 'utf8', maxBuffer: 64 << 20 },
  )
  const report = JSON.parse(result.stdout) as { summary: { violations: { rule: { name: string } }[] } }
  return report.summary.violations.map((violation) => violation.rule.name)
}

describe('the import rules', () => {
  test('every rule has a planted fault', async () => {
    const path = join(project, '.dependency-cruiser.mjs')
    const { default: configuration } = (await import(path)) as { default: { forbidden: { name: string }[] } }
    expect(Object.keys(faults).sort()).toEqual(configuration.forbidden.map((rule) => rule.name).sort())
  })

  test.each(Object.keys(faults))('%s fires on a planted fault', async (rule) => {
    const files = faults[rule] ?? {}
    for (const [path, text] of Object.entries(files)) await plant(path, text)
    try {
      expect(cruise(Object.keys(files))).toContain(rule)
    } finally {
      for (const path of Object.keys(files)) await rm(join(copy, path))
    }
  })
})
