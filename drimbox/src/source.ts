import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Entry } from '@trust-space/whitelist'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { sendJson, sendProblem } from './problem.ts'
import type { TrustedList } from './trusted-list.ts'

/** What an admitted peer may ask of a source. Everything else is 404: nothing here is reached by guessing. */
export function source({ config, list, clock }: { config: Config; list: TrustedList; clock: Clock }) {
  return (request: IncomingMessage, response: ServerResponse, peer: Entry): void => {
    const path = (request.url ?? '').split('?', 1)[0]
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendProblem(response, 405, 'method-not-allowed', 'GET and HEAD only.', {
        allow: 'GET, HEAD',
        connection: 'close',
      })
      return
    }
    if (path === '/rs') {
      const inForce = list.inForce()
      sendJson(response, 200, {
        status: 'UP',
        host: config.host,
        whitelist: inForce && { signedAt: inForce.list.signedAt, entries: inForce.list.entries.length },
      })
      return
    }
    if (path === '/rs/object' && config.roles.includes('source')) {
      sendJson(response, 200, {
        text: 'A small object that only an admitted peer receives.',
        from: config.host,
        to: peer.wadoHost,
        at: clock().toISOString(),
      })
      return
    }
    sendProblem(response, 404, 'not-found', 'Nothing here under this address.')
  }
}
