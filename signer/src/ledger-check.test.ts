import { describe, expect, test } from 'vitest'
import { LedgerDoubt, readLedger } from './ledger-check.ts'
import { NO_PREVIOUS, writeRecord, type SignedRecord } from './ledger-record.ts'

const identity = { trustSpace: 'DRIM-M', space: 'TEST', mode: 'real' }
const digest = 'ab'.repeat(32)

function signed(sequence: number, over: Partial<SignedRecord> = {}): Omit<SignedRecord, 'previous'> {
  return {
    kind: 'signed',
    sequence,
    contentDigest: digest,
    signedAt: new Date(Date.UTC(2026, 10, 25, 12, 0, sequence)).toISOString(),
    fileSha256: digest,
    lines: 3,
    gone: [],
    approvals: [],
    certificate: digest,
    ...over,
  }
}

function chain(...records: Omit<SignedRecord, 'previous'>[]): Buffer {
  const genesis = {
    kind: 'genesis' as const,
    format: 1 as const,
    ...identity,
    createdAt: '2026-11-25T00:00:00.000Z',
  }
  const lines: Uint8Array[] = []
  let previous = NO_PREVIOUS
  for (const record of [genesis, ...records]) {
    const { hash, line } = writeRecord({ ...record, previous })
    lines.push(line)
    previous = hash
  }
  return Buffer.concat(lines)
}

function lineOf(contents: Buffer, number: number): { start: number; end: number } {
  let start = 0
  for (let line = 0; line < number; line += 1) start = contents.indexOf(0x0a, start) + 1
  return { start, end: contents.indexOf(0x0a, start) + 1 }
}

test('a chain is read back as it was written', () => {
  const read = readLedger(
    chain(signed(1), signed(5, { gone: ['db1 CN=db1'], approvals: [{ id: digest, kid: 'k' }] })),
    identity,
  )
  expect(read.signed.map(({ record }) => record.sequence)).toEqual([1, 5])
  expect(read.signed[1]?.record.gone).toEqual(['db1 CN=db1'])
  expect(read.genesis?.trustSpace).toBe('DRIM-M')
})

test('a file of no bytes is a ledger to be', () => {
  expect(readLedger(Buffer.alloc(0), identity)).toMatchObject({ genesis: undefined, signed: [], end: 0 })
})

test('cut anywhere inside its last record, the records before it stand and the end is told', () => {
  const contents = chain(signed(1), signed(2))
  const last = lineOf(contents, 2)
  for (let length = last.start; length < last.end; length += 1) {
    const read = readLedger(contents.subarray(0, length), identity)
    expect(read.signed).toHaveLength(1)
    expect(read.end).toBe(last.start)
  }
})

describe('doubt', () => {
  test('on any byte altered in any complete record', () => {
    const contents = chain(signed(1), signed(2))
    for (let position = 0; position < contents.length - 1; position += 1) {
      const altered = Buffer.from(contents)
      altered.writeUInt8((contents[position] ?? 0) ^ 0x01, position)
      expect(() => readLedger(altered, identity), `byte ${position}`).toThrow(LedgerDoubt)
    }
  })

  test('on a record taken out, repeated or moved', () => {
    const contents = chain(signed(1), signed(2), signed(3))
    const [genesis, one, two, three] = [0, 1, 2, 3].map((number) => {
      const { start, end } = lineOf(contents, number)
      return contents.subarray(start, end)
    }) as [Buffer, Buffer, Buffer, Buffer]
    for (const order of [
      [one, two],
      [genesis, two, three],
      [genesis, one, three],
      [genesis, one, one],
      [genesis, two, one],
      [genesis, genesis],
    ]) {
      expect(() => readLedger(Buffer.concat(order), identity)).toThrow(LedgerDoubt)
    }
  })

  test('on numbers or times that do not grow, though the chain is sound', () => {
    expect(() =>
      readLedger(chain(signed(2), signed(2, { signedAt: '2026-11-26T00:00:00Z' })), identity),
    ).toThrow(/goes back/)
    expect(() =>
      readLedger(chain(signed(2), signed(3, { signedAt: '2026-11-25T12:00:02Z' })), identity),
    ).toThrow(/goes back/)
  })

  test.each(['trustSpace', 'space', 'mode'] as const)('on a ledger of another %s', (name) => {
    expect(() => readLedger(chain(signed(1)), { ...identity, [name]: 'other' })).toThrow(new RegExp(name))
  })

  test('on a record that another version wrote', () => {
    const contents = chain(signed(1, { approvals: [{ id: 'short', kid: 'k' }] }))
    expect(() => readLedger(contents, identity)).toThrow(/of this version/)
  })
})
