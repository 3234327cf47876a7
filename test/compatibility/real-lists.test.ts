import { readWhitelist } from '@trust-space/whitelist/format'
import { describe, expect, it } from 'vitest'
import { fixture, hasFixtures } from '../support/fixtures.ts'
import { historicList, realLists, THEN, TODAY, unsignedList, verdictOn } from './real-lists.ts'

const list = (file: string) => fixture(`whitelists/${file}`)
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64')

if (!hasFixtures) console.warn('real lists: SKIPPED, the folder of fixtures is not there (DRIM_FIXTURES)')

describe.skipIf(!hasFixtures)('the lists that the ANS published', () => {
  it.each(realLists)(
    '$file is accepted at a time inside its signer’s validity',
    async ({ file, ...known }) => {
      const verdict = await verdictOn(list(file), THEN)
      if (typeof verdict === 'string') throw new Error(`refused: ${verdict}`)
      expect(verdict.profile).toBe('B')
      if ('signedAt' in known) expect(verdict.signedAt).toBe(known.signedAt)
      if ('entries' in known) expect(verdict.entries).toHaveLength(known.entries)
      if ('digest' in known) expect(base64(verdict.digest)).toBe(known.digest)
      // No revocation list is among the fixtures: the verdict says so.
      expect(verdict.warnings.map(({ code }) => code)).toContain('revocation-not-checked')
    },
  )

  it.each(realLists)('$file is refused today, for its signer has expired', async ({ file }) => {
    expect(await verdictOn(list(file), TODAY)).toBe('signer-expired')
  })

  it.each(realLists)('$file is refused before its signer was certified', async ({ file }) => {
    expect(await verdictOn(list(file), new Date('2023-09-01T00:00:00Z'))).toBe('signer-not-yet-valid')
  })

  it.each(realLists)('$file is refused once one letter differs', async ({ file }) => {
    const text = list(file).toString()
    const at = text.indexOf('<db>db') + '<db>db'.length
    const changed = `${text.slice(0, at)}8${text.slice(at)}`
    expect(await verdictOn(Buffer.from(changed), THEN)).toBe('document-digest')
  })

  it('with LF and with CRLF line ends are one list', async () => {
    const crlf = list('signed-test-2025-02-20-crlf.xml')
    expect(crlf.includes('\r\n')).toBe(true)
    const lf = Buffer.from(crlf.toString().replaceAll('\r\n', '\n'))
    expect(readWhitelist(lf)).toEqual(readWhitelist(crlf))
  })

  it('the official corrupt case is refused as unsigned, and read as what it is', async () => {
    expect(await verdictOn(list(unsignedList), THEN)).toBe('signature-missing')
    const { entries } = readWhitelist(list(unsignedList))
    expect(entries).toEqual(readWhitelist(list('signed-test-2025-07-23.xml')).entries)
  })

  it('the list of 2024 is refused by the name of its namespace', async () => {
    expect(await verdictOn(list(historicList), THEN)).toBe('historic-namespace')
  })

  it('six lines numbered 1 are six entries and a warning', async () => {
    const verdict = await verdictOn(list('signed-test-2024-12-26.xml'), THEN)
    if (typeof verdict === 'string') throw new Error(`refused: ${verdict}`)
    expect(verdict.entries.map(({ number }) => number)).toEqual([1, 1, 1, 1, 1, 1])
    expect(verdict.warnings.map(({ code }) => code)).toContain('number-repeated')
  })
})
