import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TrustSpace } from './trust-space.ts'

export interface ServedTrustSpace {
  readonly api: string
  readonly whitelistUrl: string
  /** What a hostile distribution serves instead of the list in force; undefined serves that. */
  serveInstead(bytes: Uint8Array | undefined): void
  close(): Promise<void>
}

/** Puts the API of a trust space, and the list it serves, on loopback: for commands that run as processes. */
export async function serveTrustSpace(space: TrustSpace): Promise<ServedTrustSpace> {
  let instead: Uint8Array | undefined
  const whitelist = async (response: ServerResponse) => {
    const bytes = instead ?? (await space.served())?.xml
    response.writeHead(bytes === undefined ? 404 : 200, { 'content-type': 'application/xml' })
    response.end(bytes)
  }
  const server = createServer((request, response) => {
    const answered = request.url === '/whitelist.xml' ? whitelist(response) : viaApp(space, request, response)
    answered.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    api,
    whitelistUrl: `${api}/whitelist.xml`,
    serveInstead: (bytes) => (instead = bytes),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function viaApp(space: TrustSpace, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ])
  const answer = await space.registry.app.request(request.url ?? '/', {
    method: request.method ?? 'GET',
    headers,
    ...(chunks.length === 0 ? {} : { body: new Uint8Array(Buffer.concat(chunks)) }),
  })
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  response.end(Buffer.from(await answer.arrayBuffer()))
}
