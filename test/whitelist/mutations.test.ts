import { readWhitelist } from '@trust-space/whitelist/format'
import { VerificationError } from '@trust-space/whitelist'
import { describe, expect, it } from 'vitest'
import { hammer } from './hammer.ts'

describe('random mutations of signed lists of both profiles', () => {
  it('are never accepted with another content than what was signed', { timeout: 300_000 }, async () => {
    const { faults, refused, acceptedUnchanged, codes } = await hammer(2_000, 1)
    expect(faults).toEqual([])
    expect(refused + acceptedUnchanged).toBe(2_000)
    // Most mutations must do harm, and reach far into the checks: else this shows nothing.
    expect(refused).toBeGreaterThan(1_500)
    for (const code of [
      'not-well-formed',
      'list-grammar',
      'signature-grammar',
      'document-digest',
      'properties-digest',
    ]) {
      expect(codes[code], code).toBeGreaterThan(3)
    }
  })

  it('find a verifier out that reads without verifying', async () => {
    const naive = async () => async (bytes: Uint8Array) => {
      try {
        const list = readWhitelist(bytes)
        return { ...list, signedAt: list.signature?.signedAt ?? '' }
      } catch (error) {
        throw new VerificationError('list-grammar', String(error))
      }
    }
    const { faults } = await hammer(300, 1, naive)
    expect(faults.length).toBeGreaterThan(5)
  })
})
