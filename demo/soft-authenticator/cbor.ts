/** What a security key says in CBOR: numbers, bytes, text, lists and maps of them. */
export type Cbor = number | string | Uint8Array | readonly Cbor[] | ReadonlyMap<number | string, Cbor>

/**
 * Encodes in the canonical form of CTAP2 (RFC 8949, 4.2.1), for the few types a security key uses. Written by hand so
 * that the registry's decoder is read by something that is not itself.
 */
export function encodeCbor(value: Cbor): Uint8Array {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'utf8')
    return Buffer.concat([head(3, bytes.length), bytes])
  }
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  if (!(value instanceof Map)) {
    const items = (value as readonly Cbor[]).map(encodeCbor)
    return Buffer.concat([head(4, items.length), ...items])
  }
  const pairs = [...(value as ReadonlyMap<number | string, Cbor>)].map(([name, member]) =>
    Buffer.concat([encodeCbor(name), encodeCbor(member)]),
  )
  return Buffer.concat([head(5, pairs.length), ...pairs])
}

function head(majorType: number, length: number): Uint8Array {
  const type = majorType << 5
  if (length < 24) return Uint8Array.of(type | length)
  if (length < 0x100) return Uint8Array.of(type | 24, length)
  if (length < 0x1_0000) return Uint8Array.of(type | 25, length >> 8, length & 0xff)
  throw new RangeError(`${length} does not fit: a security key says nothing that long`)
}
