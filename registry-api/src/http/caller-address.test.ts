import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { callerAddress, networkOf } from './caller-address.ts'

async function addressOf(peer: string | undefined, forwarded?: string, forwarders = ['127.0.0.1', '::1']) {
  const app = new Hono().get('/', (c) => c.text(callerAddress(c, forwarders) ?? 'nobody'))
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  const env = peer === undefined ? undefined : { incoming: { socket: { remoteAddress: peer } } }
  return (await app.request('/', { headers }, env)).text()
}

describe('the address of a caller', () => {
  it.each([
    ['the peer itself', '203.0.113.9', undefined, '203.0.113.9'],
    [
      'the peer, whatever it claims, where it is no forwarder of ours',
      '203.0.113.9',
      '8.8.8.8',
      '203.0.113.9',
    ],
    ['what our forwarder says', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['the last one before our forwarders', '::1', '1.1.1.1, 203.0.113.9, 127.0.0.1', '203.0.113.9'],
    ['the forwarder where it says nothing', '127.0.0.1', undefined, '127.0.0.1'],
    ['the forwarder where it says nonsense', '127.0.0.1', 'unknown, <script>', '127.0.0.1'],
    ['IPv4 in IPv6 clothes', '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    ['nobody where there is no connection', undefined, '203.0.113.9', 'nobody'],
  ])('is %s', async (_, peer, forwarded, expected) => {
    expect(await addressOf(peer, forwarded)).toBe(expected)
  })

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('of %s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
