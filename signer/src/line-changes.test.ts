import type { Entry } from '@trust-space/whitelist/format'
import { assert, constantFrom, property, shuffledSubarray, subarray, uniqueArray, nat } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareLines } from './line-changes.ts'

function line(number: number): Entry {
  const wadoHost = `db${number}.example.fr`
  return {
    number,
    wadoHost,
    viewerHost: `vi${number}.example.fr`,
    denomination: 'OPERATEUR',
    certificateDn: `CN=${wadoHost},O=CENTRE,C=FR`,
    supportContact: 'support@example.fr',
    addedAt: '2026-11-01T08:00:00Z',
  }
}

const lists = uniqueArray(nat(10_000), { minLength: 1, maxLength: 30 }).map((numbers) => numbers.map(line))

describe('whatever the list,', () => {
  test('lines struck out are only a removal, and those gone are the ones struck out', () => {
    assert(
      property(
        lists.chain((last) => subarray(last).map((next) => ({ last, next }))),
        ({ last, next }) => {
          const { isOnlyRemoval, gone } = compareLines(last, next)
          expect(isOnlyRemoval).toBe(true)
          const struckOut = last.filter((entry) => !next.includes(entry))
          expect(gone.map((identity) => identity.split(' ')[0])).toEqual(
            struckOut.map(({ wadoHost }) => wadoHost),
          )
        },
      ),
    )
  })

  test('another order, a repeated line, a new or an edited one is more', () => {
    const fields = [
      'number',
      'viewerHost',
      'denomination',
      'certificateDn',
      'supportContact',
      'addedAt',
    ] as const
    assert(
      property(
        lists.chain((last) => shuffledSubarray(last, { minLength: 1 }).map((kept) => ({ last, kept }))),
        nat(),
        constantFrom(...fields),
        ({ last, kept }, chosen, field) => {
          const at = chosen % kept.length
          const entry = kept[at] ?? line(0)
          const edited = { ...entry, [field]: field === 'number' ? 77_777 : `${entry[field]}x` }
          const inOrder = last.filter((one) => kept.includes(one))
          expect(compareLines(last, kept).isOnlyRemoval).toBe(
            kept.every((one, index) => one === inOrder[index]),
          )
          expect(compareLines(last, [...kept, entry]).isOnlyRemoval).toBe(false)
          expect(compareLines(last, [...inOrder, line(20_000)]).isOnlyRemoval).toBe(false)
          expect(compareLines(last, kept.with(at, edited))).toMatchObject({
            isOnlyRemoval: false,
            gone: expect.arrayContaining([expect.stringContaining(`${entry.wadoHost} `)]),
          })
        },
      ),
    )
  })
})

test('an identity is host and DN, however the DN was spelt', () => {
  const spelt = { ...line(1), certificateDn: 'CN=db1.example.fr, O=CENTRE, C=FR' }
  expect(compareLines([spelt], [])).toEqual(compareLines([line(1)], []))
})
