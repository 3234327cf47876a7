import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HEALTH_PAGE_CSP, healthPage } from './health-page.ts'
import type { HealthReport } from './health.ts'
import type { Log } from './log.ts'
import { sendJson, sendProblem } from './problem.ts'

/** The health of this box for the people beside it: `/` for eyes, `/health.json` for tools (503 while nobody is admitted). */
export function healthServer({ health, log }: { health: HealthReport; log: Log }) {
  const server = createServer(
    { maxHeaderSize: 8_192, headersTimeout: 5_000, requestTimeout: 5_000, keepAliveTimeout: 2_000 },
    (request, response) => {
      const path = (request.url ?? '').split('?', 1)[0]
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        sendProblem(response, 405, 'method-not-allowed', 'GET and HEAD only.', {
          allow: 'GET, HEAD',
          connection: 'close',
        })
      } else if (path === '/favicon.ico') {
        response.writeHead(204).end()
      } else if (path !== '/' && path !== '/health.json') {
        sendProblem(response, 404, 'not-found', 'Health is at / and at /health.json.')
      } else {
        health.report().then(
          (report) => {
            if (path === '/health.json') {
              sendJson(response, report.status === 'closed' ? 503 : 200, report)
              return
            }
            const page = Buffer.from(healthPage(report))
            response.writeHead(200, {
              'content-type': 'text/html; charset=utf-8',
              'content-length': page.length,
              'content-security-policy': HEALTH_PAGE_CSP,
              'cache-control': 'no-store',
              'x-content-type-options': 'nosniff',
              'referrer-policy': 'no-referrer',
            })
            response.end(request.method === 'HEAD' ? undefined : page)
          },
          (error: unknown) => {
            log({ event: 'health-failed', detail: String(error) })
            sendProblem(response, 500, 'internal', 'The health could not be told.', { connection: 'close' })
          },
        )
      }
    },
  )
  server.maxConnections = 64
  server.setTimeout(10_000)
  return {
    /** Returns the port. Throws the system's error for an address that is taken. */
    async listen(host: string, port: number): Promise<number> {
      server.listen(port, host)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    },
    async stop(): Promise<void> {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
