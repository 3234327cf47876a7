import http from 'node:http'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { assertOutsideTransaction } from '../../registry-api/src/db/transaction.ts'

export interface NetworkWatch {
  /** How often each way out was taken, outside of transactions and inside of them. */
  readonly calls: ReadonlyMap<string, number>
  /** What was called while a transaction was open around it. */
  readonly inside: readonly string[]
  stop(): void
}

/**
 * Stands on every way out of this process: connections, what is written on them, and the clients that keep connections.
 * The socket of PostgreSQL is the one that a transaction may use.
 */
export function watchNetwork(): NetworkWatch {
  const calls = new Map<string, number>()
  const inside: string[] = []
  const databases = new WeakSet<net.Socket>()
  const connected = new WeakSet<net.Socket>()
  const note = (way: string, target: string) => {
    calls.set(way, (calls.get(way) ?? 0) + 1)
    try {
      assertOutsideTransaction(way)
    } catch {
      inside.push(`${way} ${target}`)
    }
  }

  const socket = net.Socket.prototype
  const connect = Reflect.get(socket, 'connect') as (...given: unknown[]) => net.Socket
  const write = Reflect.get(socket, 'write') as (...given: unknown[]) => boolean
  const { request, get } = http
  const { request: secureRequest, get: secureGet } = https
  const { fetch } = globalThis
  socket.connect = function (this: net.Socket, ...given: unknown[]) {
    const target = targetOf(given)
    if (target.includes('.s.PGSQL.')) databases.add(this)
    else {
      connected.add(this)
      note('connect', target)
    }
    return connect.apply(this, given)
  }
  // A connection that is kept open is no new one; what is written on it goes out all the same.
  socket.write = function (this: net.Socket, ...given: unknown[]) {
    if (connected.has(this) && !databases.has(this)) note('write', '')
    return write.apply(this, given)
  }
  const watched =
    <Call extends (...given: never[]) => unknown>(way: string, call: Call) =>
    (...given: Parameters<Call>) => {
      note(way, targetOf(given))
      return call(...given)
    }
  http.request = watched('http', request) as typeof request
  http.get = watched('http', get) as typeof get
  https.request = watched('https', secureRequest) as typeof secureRequest
  https.get = watched('https', secureGet) as typeof secureGet
  globalThis.fetch = watched('fetch', fetch) as typeof fetch
  syncBuiltinESMExports()

  return {
    calls,
    inside,
    stop() {
      socket.connect = connect
      socket.write = write
      http.request = request
      http.get = get
      https.request = secureRequest
      https.get = secureGet
      globalThis.fetch = fetch
      syncBuiltinESMExports()
    },
  }
}

/** Where a call goes, as far as its arguments say so. */
function targetOf(given: readonly unknown[]): string {
  const [first]: readonly unknown[] = given.flat(2)
  if (typeof first === 'string' || typeof first === 'number') return String(first)
  if (first instanceof URL) return first.origin
  if (first instanceof Request) return first.url
  const { path, host, port } = (first ?? {}) as Readonly<Record<string, string | number | null | undefined>>
  return [host, port, path].filter((part) => part !== undefined && part !== null).join(' ')
}
