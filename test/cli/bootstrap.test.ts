import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../support/command.ts'
import { createPeople, type People } from '../support/people.ts'
import { serveTrustSpace, type ServedTrustSpace } from '../support/serve-trust-space.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let served: ServedTrustSpace
let people: People
let common: string[]

beforeAll(async () => {
  space = await startTrustSpace()
  served = await serveTrustSpace(space)
  people = await createPeople(space)
  const keyFile = join(space.directory, 'admin.key')
  await writeFile(keyFile, 'admin-key-of-the-tests\n', { mode: 0o600 })
  common = ['--api', served.api, '--admin-key-file', keyFile]
})
afterAll(async () => {
  await people.end()
  await served.close()
  await space.stop()
})

const bootstrap = (...args: string[]) =>
  runCommand('registry-api/bin/drim-registry.js', ['bootstrap', ...args, ...common])

describe('drim-registry bootstrap', () => {
  test('prints the three codes, and only their hashes are kept', async () => {
    const { exitCode, stdout } = await bootstrap('--name', 'ANS', '--siren', '187512751')
    expect(exitCode).toBe(0)
    const codes = [...stdout.matchAll(/^(AA|AD) \((?:administrator|decider)\): ([\w-]{43})$/gm)]
    expect(codes.map(([, role]) => role)).toEqual(['AA', 'AA', 'AD'])
    const kept = JSON.stringify(await people.sql`SELECT row_to_json(invitation)::text AS row FROM invitation`)
    for (const [, , code = '-'] of codes) expect(kept).not.toContain(code)
    const [agency] = await people.sql`SELECT display_name, legal_name, siren FROM organisation`
    expect(agency).toEqual({ display_name: 'ANS', legal_name: 'ANS', siren: '187512751' })
  })

  test('as JSON, and refused with the code once the three are there', async () => {
    const { stdout } = await bootstrap('--json')
    expect(JSON.parse(stdout)).toMatchObject({ codes: [{ role: 'AA' }, { role: 'AA' }, { role: 'AD' }] })
    for (const [name, role] of [
      ['Anne', 'AA'],
      ['Adèle', 'AA'],
      ['Denise', 'AD'],
    ] as const)
      await people.person(name, [{ organisation: 'agency', roles: [role] }])
    expect(await bootstrap()).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^drim-registry: bootstrap-complete: /) as string,
    })
  })
})
