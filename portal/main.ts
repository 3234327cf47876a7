import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Configuration, ConfigurationError, readConfiguration } from './src/configuration.ts'
import { securityHeaders } from './src/security-headers.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

// A document of 10 MiB in a form of a desk; `hooks.server.ts` holds every other post to 64 KiB.
const BODY_LIMIT = '11M'
/** A request that is not whole by then is somebody holding a connection; 10 MiB over a slow line take their time. */
const REQUEST_TIMEOUT_MS = 60_000
/** Readers with a page under way get this long at stop. */
const GRACE_MS = 3000

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

function configuration(): Configuration {
  try {
    return readConfiguration(process.env)
  } catch (error) {
    fail(error instanceof ConfigurationError ? error.message : String(error))
  }
}

/**
 * The pages as SvelteKit built them. Its adapter takes every request for https and knows its host from the request;
 * here both come from PORTAL_ORIGIN, in headers that a client cannot set: `serve` overwrites them.
 */
async function builtPages(): Promise<Handler> {
  const file = new URL('./build/handler.js', import.meta.url)
  if (!existsSync(file)) fail('The portal is not built. Run `npm run build -w portal` first.')
  Object.assign(process.env, {
    PROTOCOL_HEADER: 'x-portal-protocol',
    HOST_HEADER: 'x-portal-host',
    BODY_SIZE_LIMIT: BODY_LIMIT,
  })
  const { handler } = (await import(file.href)) as { handler: Handler }
  return handler
}

const config = configuration()
const origin = new URL(config.origin)
const headers = Object.entries(securityHeaders(config.origin))
const pages = await builtPages()

const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
  request.headers['x-portal-protocol'] = origin.protocol.slice(0, -1)
  request.headers['x-portal-host'] = origin.host
  for (const [name, value] of headers) response.setHeader(name, value)
  pages(request, response)
})

server.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') {
    fail(
      `Port ${config.listenPort} of ${config.listenHost} is taken. Stop what uses it, or choose another PORTAL_LISTEN_PORT.`,
    )
  }
  fail(`The portal cannot listen on ${config.listenHost}:${config.listenPort}: ${error.message}`)
})

server.listen(config.listenPort, config.listenHost, () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`portal ready: ${config.origin} (listening on ${config.listenHost}:${port})\n`)
  process.send?.({ type: 'ready', origin: config.origin, port })
})

let isStopping = false
function stop(): void {
  // One Ctrl-C may reach us twice: the second is not « force » (decisions 67).
  if (isStopping) return
  isStopping = true
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => {
    server.closeAllConnections()
    process.exit(0)
  }, GRACE_MS).unref()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// The launcher died: nobody would stop us.
process.once('disconnect', stop)
