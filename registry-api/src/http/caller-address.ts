import { isIP } from 'node:net'
import type { Context } from 'hono'

/**
 * Where a request comes from, as far as we can believe it: the peer of the connection, or, where that is a forwarder of
 * ours, the last address before it in X-Forwarded-For. `undefined` where there is no connection (tests in one process).
 */
export function callerAddress(c: Context, forwarders: readonly string[]): string | undefined {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }
  const peer = plain(incoming?.socket?.remoteAddress)
  if (peer === undefined || !forwarders.includes(peer)) return peer
  // Read from the right: what stands further left was written by whoever wanted to.
  const named = (c.req.header('x-forwarded-for') ?? '').slice(-512).split(',').map(plain)
  return named.findLast((address) => address !== undefined && !forwarders.includes(address)) ?? peer
}

/** An IPv6 customer has a whole /64: 2^64 addresses are one caller. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [left = '', right] = address.split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === undefined || right === '' ? [] : right.split(':')
  const zeros =
    right === undefined ? [] : new Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0')
  return [...head, ...zeros, ...tail]
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')
}

function plain(address: string | undefined): string | undefined {
  const text =
    address
      ?.trim()
      .replace(/^::ffff:(?=\d+\.)/i, '')
      .replace(/%.*$/, '') ?? ''
  return isIP(text) === 0 ? undefined : text
}
