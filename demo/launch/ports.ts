import { createServer, connect } from 'node:net'
import { StartFault } from './fault.ts'
import type { Settings } from './settings.ts'
import { demoBoxes } from '../world.ts'

export interface Ports {
  readonly portal: number
  readonly api: number
  readonly identityProvider: number
  readonly mailPage: number
  readonly distribution: number
  readonly authority: number
  readonly smtp: number
  readonly softAuthenticator: number
  readonly boxes: readonly {
    readonly number: number
    readonly address: string
    readonly tls: number
    readonly health: number
  }[]
}

/** All ports follow from three (decisions 10): +5 after the API's is kept for the DNS, +6 and +7 are the demo's own. */
export function portsOf({ portalPort, apiPort, boxPortBase }: Settings): Ports {
  return {
    portal: portalPort,
    api: apiPort,
    identityProvider: apiPort + 1,
    mailPage: apiPort + 2,
    distribution: apiPort + 3,
    authority: apiPort + 4,
    smtp: apiPort + 6,
    softAuthenticator: apiPort + 7,
    boxes: demoBoxes.map(({ number }, index) => {
      const base = boxPortBase + 10 * (index + 1)
      return { number, address: `127.0.10.${index + 1}`, tls: base, health: base + 2 }
    }),
  }
}

interface Place {
  readonly who: string
  readonly variable: string
  readonly host: string
  readonly port: number
}

/** Tries every port the demo will listen on, before anything is started. Throws StartFault `port-taken`, telling all. */
export async function assertPortsFree(ports: Ports): Promise<void> {
  const places: Place[] = [
    { who: 'portal', variable: 'PORTAL_PORT', host: '127.0.0.1', port: ports.portal },
    ...(
      [
        ['API', ports.api],
        ['identity provider', ports.identityProvider],
        ['mails', ports.mailPage],
        ['list', ports.distribution],
        ['authority', ports.authority],
        ['SMTP', ports.smtp],
        ['soft authenticator', ports.softAuthenticator],
      ] as const
    ).map(([who, port]) => ({ who, variable: 'API_PORT', host: '127.0.0.1', port })),
    ...ports.boxes.flatMap(({ number, address, tls, health }) => [
      { who: `DRIMbox ${number}`, variable: 'DRIMBOX_PORT_BASE', host: address, port: tls },
      {
        who: `health page of DRIMbox ${number}`,
        variable: 'DRIMBOX_PORT_BASE',
        host: '127.0.0.1',
        port: health,
      },
    ]),
  ]
  const twice = places.find(
    ({ host, port }, at) => places.findIndex((each) => each.host === host && each.port === port) !== at,
  )
  if (twice) {
    throw new StartFault(
      'settings-invalid',
      `port ${twice.port} would be used twice: choose ${twice.variable} further away`,
    )
  }
  const faults = (await Promise.all(places.map(faultOf))).filter((fault) => fault !== undefined)
  if (faults.length > 0) {
    throw new StartFault(
      'port-taken',
      `${faults.join('\n')}\nEnd what holds it, or choose other ports (PORTAL_PORT, API_PORT, DRIMBOX_PORT_BASE).`,
    )
  }
}

async function faultOf({ who, variable, host, port }: Place): Promise<string | undefined> {
  const code = await new Promise<string | undefined>((done) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'unknown'))
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(undefined)))
  })
  // Browsers try ::1 first for localhost: a stranger there would be shown in our place.
  const taken = code ?? (host === '127.0.0.1' && (await answers('::1', port)) ? 'EADDRINUSE' : undefined)
  if (taken === undefined) return undefined
  if (taken === 'EADDRINUSE') return `port ${port} (${who}, ${variable}) is taken by another program`
  if (taken === 'EACCES') return `port ${port} (${who}, ${variable}) may not be opened by this user`
  return `port ${port} (${who}, ${variable}) cannot be opened on ${host}: ${taken}`
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port })
    const end = (result: boolean) => {
      socket.destroy()
      done(result)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.setTimeout(500, () => end(false))
  })
}
