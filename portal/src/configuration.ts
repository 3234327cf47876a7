/** What the portal must be told at start. Read once, in `main.ts`; the pages get their part through `env.ts`. */
export interface Configuration {
  /** The address in people's browsers: links, cookies and the Origin check follow it. */
  readonly origin: string
  readonly listenHost: string
  /** 0 lets the system choose. */
  readonly listenPort: number
  /** Base address of the registry's API, as the portal reaches it. */
  readonly apiUrl: string
  /** Stable address of the signed list, as DRIMboxes reach it. */
  readonly whitelistUrl: string
  /** The software key of the demo, as the portal reaches it; empty everywhere else. */
  readonly softAuthenticatorUrl: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Every fault of the environment at once, each with its variable's name. */
export class ConfigurationError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`The portal cannot start:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
    this.name = 'ConfigurationError'
    this.faults = faults
  }
}

/** Reads the environment; throws one ConfigurationError that names every fault. */
export function readConfiguration(environment: Environment): Configuration {
  const faults: string[] = []
  const take = <T>(read: (value: string | undefined, name: string) => T, name: string): T | undefined => {
    try {
      return read(environment[name], name)
    } catch (fault) {
      faults.push(fault instanceof Error ? fault.message : String(fault))
      return undefined
    }
  }
  const origin = take(originOf, 'PORTAL_ORIGIN')
  const apiUrl = take(httpUrl, 'PORTAL_API_URL')
  const whitelistUrl = take(httpUrl, 'PORTAL_WHITELIST_URL')
  const softAuthenticatorUrl = take(optionalHttpUrl, 'PORTAL_SOFT_AUTHENTICATOR_URL')
  const listenPort = take(portOf, 'PORTAL_LISTEN_PORT')
  const listenHost = environment['PORTAL_LISTEN_HOST'] || '127.0.0.1'
  if (
    origin === undefined ||
    apiUrl === undefined ||
    whitelistUrl === undefined ||
    softAuthenticatorUrl === undefined ||
    listenPort === undefined
  ) {
    throw new ConfigurationError(faults)
  }
  return Object.freeze({ origin, listenHost, listenPort, apiUrl, whitelistUrl, softAuthenticatorUrl })
}

/** An http(s) origin without path, as browsers write it in the Origin header. */
export function originOf(value: string | undefined, name: string): string {
  const url = new URL(httpUrl(value, name))
  if (url.pathname !== '/' || url.search !== '') {
    throw new Error(`${name} must be an origin such as https://portail.exemple.fr, without a path.`)
  }
  return url.origin
}

/** An absolute http(s) address without user, password or fragment. */
export function httpUrl(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new Error(`${name} is missing.`)
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error(`${name} must be an http or https address.`)
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new Error(`${name} must hold neither user, password nor fragment.`)
  }
  return url.href
}

/** The same, or nothing: empty. */
export function optionalHttpUrl(value: string | undefined, name: string): string {
  return value === undefined || value === '' ? '' : httpUrl(value, name)
}

function portOf(value: string | undefined, name: string): number {
  const port = /^\d{1,5}$/.test(value ?? '') ? Number(value) : NaN
  if (!(port <= 65_535)) throw new Error(`${name} must be a port number, 0 to let the system choose.`)
  return port
}
