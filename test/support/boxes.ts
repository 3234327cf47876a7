import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type SecureVersion, type TLSSocket } from 'node:tls'
import { formatDistinguishedName, sha256Hex, subjectOfCertificate } from '@trust-space/whitelist/format'
import type { BoxOptions, Issued, Which } from '../../demo/trust-authority.ts'
import type { Config } from '../../drimbox/src/config.ts'
import type { LogEvent } from '../../drimbox/src/log.ts'
import { startDrimbox, type Drimbox, type DrimboxDeps } from '../../drimbox/src/start-drimbox.ts'
import { testEntry, type TestEntry } from './list-content.ts'
import { signingSpace, signListByProduct, type SigningSpace } from './sign-list.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** A DRIMbox as others see it: its certificate, and the line that names it. */
export interface Peer extends Issued {
  readonly host: string
  readonly entry: TestEntry
}

export interface RunningBox {
  readonly drimbox: Drimbox
  readonly config: Config
  readonly events: readonly LogEvent[]
  /** Codes of the refusals in the log, oldest first. */
  refusals(): string[]
  /** The same box on the same data, with its present certificate. */
  restart(deps?: Partial<DrimboxDeps>): Promise<RunningBox>
}

/** A trust space in one process: an authority, a list server, an authority server, boxes; and the time of them all. */
export type BoxWorld = Awaited<ReturnType<typeof boxWorld>>

/** Makes one. Everything listens on ports of the system's choice and ends with `stop`. */
export async function boxWorld(start = new Date('2026-11-25T10:00:00Z')) {
  let now = start.getTime()
  const clock = (): Date => new Date(now)
  const directory = await mkdtemp(join(tmpdir(), 'drim-boxes-'))
  const space = await signingSpace(clock)
  const places = new Map<string, { address: string; port: number }>()
  const boxes: Drimbox[] = []
  const lists = await documentServer()
  const authority = await documentServer()
  await renewCrls()

  async function renewCrls(
    which: readonly Which[] = ['root', 'lists', 'servers'],
    of: SigningSpace = space,
  ): Promise<void> {
    for (const one of which) authority.serve(`/${one}.crl`, Buffer.from(await of.authority.crl(one)))
  }

  /** A certificate of this authority, and the line for it. */
  async function peer(
    number: number,
    options: Partial<BoxOptions> = {},
    of: SigningSpace = space,
  ): Promise<Peer> {
    const host = options.host ?? `db${number}.demo.mesimagesmedicales.fr`
    const issued = await of.authority.issueBoxCertificate({ host, ...options })
    return { ...issued, host, entry: lineFor(issued, host, number) }
  }

  /** Signs a list of these lines now (or then) and puts it on the list server. */
  function publish(
    entries: readonly TestEntry[],
    options: { signedAt?: Date; sequence?: number; by?: SigningSpace } = {},
  ): Buffer {
    const signedAt = options.signedAt ?? clock()
    const content = { generatedAt: '2026-11-20T08:30:00Z', entries }
    const bytes = Buffer.from(signListByProduct(options.by ?? space, content, signedAt))
    lists.serve('/whitelist.xml', bytes, { 'x-whitelist-sequence': String(options.sequence ?? 1) })
    return bytes
  }

  async function configFor(own: Peer, changes: Partial<Config> = {}): Promise<Config> {
    const home =
      changes.dataDirectory ?? join(directory, `${own.entry.number}-${randomBytes(4).toString('hex')}`)
    await mkdir(home, { recursive: true })
    const { authority: ca } = space
    const files = {
      keyFile: [join(home, 'key.pem'), own.privateKeyPem],
      certificateFile: [join(home, 'certificate.pem'), `${own.pem}\n${ca.issuers.servers.pem}`],
      trustAnchorFile: [join(home, 'root.pem'), ca.rootPem],
      listsCa: [join(home, 'lists-ca.pem'), ca.issuers.lists.pem],
      serversCa: [join(home, 'servers-ca.pem'), ca.issuers.servers.pem],
    } as const
    for (const [path, text] of Object.values(files)) await writeFile(path, text)
    return {
      name: `box ${own.entry.number}`,
      number: own.entry.number,
      roles: ['source', 'consumer'],
      host: own.host,
      dataDirectory: join(home, 'data'),
      whitelistUrl: `${lists.url()}/whitelist.xml`,
      // The tests poll themselves; no timer of the product comes in between.
      pollMs: DAY_MS,
      trustAnchorFile: files.trustAnchorFile[0],
      intermediateFiles: [files.listsCa[0], files.serversCa[0]],
      crlUrls: (['root', 'lists', 'servers'] as const).map((which) => `${authority.url()}/${which}.crl`),
      crlRefreshMs: DAY_MS,
      signer: { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' },
      signedEveryMs: DAY_MS,
      keyFile: files.keyFile[0],
      certificateFile: files.certificateFile[0],
      listenHost: '127.0.0.1',
      port: 0,
      healthHost: '127.0.0.1',
      healthPort: 0,
      resolve: places,
      listBytesMax: 10_000_000,
      crlBytesMax: 1_000_000,
      fetchTimeoutMs: 10_000,
      clientUsages: undefined,
      ...changes,
    }
  }

  async function startBox(
    own: Peer,
    changes: Partial<Config> = {},
    deps: Partial<DrimboxDeps> = {},
  ): Promise<RunningBox> {
    return run(await configFor(own, changes), deps)
  }

  async function run(config: Config, deps: Partial<DrimboxDeps>): Promise<RunningBox> {
    const events: LogEvent[] = []
    const drimbox = await startDrimbox({
      config,
      clock,
      log: (event) => events.push(event),
      random: () => 0.5,
      ...deps,
    })
    boxes.push(drimbox)
    places.set(config.host, { address: '127.0.0.1', port: drimbox.port })
    return {
      drimbox,
      config,
      events,
      refusals: () => events.filter(({ event }) => event === 'peer-refused').map(({ code }) => String(code)),
      async restart(again = {}) {
        await drimbox.stop()
        return run(config, { ...deps, ...again })
      },
    }
  }

  return {
    clock,
    directory,
    space,
    lists,
    authority,
    places,
    peer,
    publish,
    renewCrls,
    configFor,
    startBox,
    advance: (ms: number): void => void (now += ms),
    setTime: (time: Date): void => void (now = time.getTime()),
    async stop(): Promise<void> {
      for (const box of boxes) await box.stop()
      await lists.stop()
      await authority.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The line of a list that names this certificate. */
export function lineFor(issued: Issued, host: string, number: number): TestEntry {
  return {
    ...testEntry(number),
    wadoHost: host,
    viewerHost: host.replace(/^db/, 'vi'),
    certificateDn: formatDistinguishedName(subjectOfCertificate(issued.certificate)),
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A small HTTP server of documents, with ETags, that can be stopped, hang, or answer anything. */
export async function documentServer() {
  const documents = new Map<string, { bytes: Buffer; headers: Record<string, string> }>()
  const requests: { path: string; ifNoneMatch: string | undefined }[] = []
  let odd: Answer | undefined
  let port = 0
  let server: Server | undefined

  async function listen(): Promise<void> {
    server = createServer((request, response) => {
      const path = request.url ?? ''
      requests.push({ path, ifNoneMatch: request.headers['if-none-match'] })
      if (odd !== undefined) {
        odd(request, response)
        return
      }
      const document = documents.get(path)
      if (document === undefined) {
        response.writeHead(404).end()
        return
      }
      const etag = `"${sha256Hex(document.bytes)}"`
      const headers = { etag, ...document.headers }
      if (request.headers['if-none-match'] === etag) response.writeHead(304, headers).end()
      else response.writeHead(200, headers).end(document.bytes)
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as { port: number }).port
  }
  await listen()
  return {
    url: (): string => `http://127.0.0.1:${port}`,
    serve: (path: string, bytes: Buffer, headers: Record<string, string> = {}): void =>
      void documents.set(path, { bytes, headers }),
    /** From now on every request gets this; `undefined` goes back to documents. */
    answerWith: (answer: Answer | undefined): void => void (odd = answer),
    requests,
    start: listen,
    async stop(): Promise<void> {
      if (server?.listening !== true) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export interface PeerAnswer {
  /** `undefined`: the line was cut without an answer. */
  readonly status: number | undefined
  readonly code: string | undefined
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly wasResumed: boolean
}

export interface CallOptions {
  readonly path?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly session?: Buffer
  readonly version?: SecureVersion
  /** An open line to send on, instead of a new one. */
  readonly line?: TLSSocket
}

/** Opens a TLS line to a box with a certificate, or without one. */
export async function openLine(
  port: number,
  identity: Issued | undefined,
  options: CallOptions = {},
): Promise<TLSSocket> {
  const socket = connect({
    host: '127.0.0.1',
    port,
    servername: 'db.demo.mesimagesmedicales.fr',
    rejectUnauthorized: false,
    ...(identity === undefined ? {} : { key: identity.privateKeyPem, cert: identity.pem }),
    ...(options.session === undefined ? {} : { session: options.session }),
    ...(options.version === undefined ? {} : { minVersion: options.version, maxVersion: options.version }),
  })
  await once(socket, 'secureConnect')
  return socket
}

/** One request as a peer makes it. A refusal in TLS 1.3 shows only when a byte is read, so one always is. */
export async function call(
  port: number,
  identity: Issued | undefined,
  options: CallOptions = {},
): Promise<PeerAnswer> {
  const line = options.line ?? (await openLine(port, identity, options))
  const headers = { host: 'db.demo.mesimagesmedicales.fr', ...options.headers }
  // An empty value leaves a header out, Host too.
  const head = Object.entries(headers).flatMap(([name, value]) =>
    value === '' ? [] : [`${name}: ${value}\r\n`],
  )
  line.write(`${options.method ?? 'GET'} ${options.path ?? '/rs/object'} HTTP/1.1\r\n${head.join('')}\r\n`)
  const answer = await readAnswer(line)
  if (options.line === undefined) line.destroy()
  return answer
}

/** Reads one answer by its length; a line that is cut before is an answer too. */
function readAnswer(line: TLSSocket): Promise<PeerAnswer> {
  return new Promise((resolve) => {
    let seen = Buffer.alloc(0)
    const finish = (answer: Omit<PeerAnswer, 'wasResumed'>): void => {
      line.removeListener('data', take).removeListener('close', cut).removeListener('error', cut)
      resolve({ ...answer, wasResumed: line.isSessionReused() })
    }
    const cut = (): void => finish({ status: undefined, code: undefined, body: '', headers: {} })
    const take = (part: Buffer): void => {
      seen = Buffer.concat([seen, part])
      const end = seen.indexOf('\r\n\r\n')
      if (end < 0) return
      const [first = '', ...rest] = seen.subarray(0, end).toString().split('\r\n')
      const headers = Object.fromEntries(
        rest.map((text) => [
          text.slice(0, text.indexOf(':')).toLowerCase(),
          text.slice(text.indexOf(':') + 1).trim(),
        ]),
      )
      const body = seen.subarray(end + 4)
      if (body.length < Number(headers['content-length'] ?? 0)) return
      finish({
        status: Number(first.split(' ')[1]),
        code: codeOf(body.toString()),
        body: body.toString(),
        headers,
      })
    }
    line.on('data', take).on('close', cut).on('error', cut)
  })
}

function codeOf(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { code?: string }).code
  } catch {
    return undefined
  }
}
