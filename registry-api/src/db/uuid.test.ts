import { webcrypto } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createUuidV7 } from './uuid.ts'

const fill = (bytes: Uint8Array) => webcrypto.getRandomValues(bytes)

describe('createUuidV7', () => {
  it('writes the millisecond, the version and the variant where RFC 9562 wants them', () => {
    const newId = createUuidV7(() => new Date('2022-02-22T19:22:22.000Z'), fill)
    expect(newId()).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('only grows while the clock stands still, for more ids than a millisecond holds', () => {
    const newId = createUuidV7(() => new Date(1_000_000), fill)
    const ids = Array.from({ length: 10_000 }, newId)
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('only grows when the clock steps back', () => {
    let now = 2_000_000
    const newId = createUuidV7(() => new Date(now), fill)
    const before = newId()
    now -= 500_000
    expect(newId() > before).toBe(true)
  })
})
