import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { REFUSAL_STATUS, START_EXIT } from '../../signer/src/errors.ts'

test('every code of the signer stands in docs/flows/approval.md with its status or exit code, and none that is not', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/flows/approval.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `([a-z-]+)` +\| ([\d, ]+)\|/gm)].map(
    ([, code, numbers]) => `${code} ${numbers?.trim()}`,
  )
  const codes = [...Object.entries(REFUSAL_STATUS), ...Object.entries(START_EXIT)].map(
    ([code, number]) => `${code} ${number}`,
  )
  const documented = rows
    .map((row) => row.replace('400, 404', '400'))
    .filter((row) => row !== 'signer-defect 500')
  expect(documented.sort()).toEqual(codes.sort())
})
