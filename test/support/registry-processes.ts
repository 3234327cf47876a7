import { execFile, fork, type ChildProcess } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres, type Postgres } from '../../demo/postgres.ts'
import { certificatePem, systemClock } from '../../demo/trust-authority.ts'
import { createSignerHome, type SignerHome } from './signer-home.ts'
import { startedSigner, type SignerProcess } from './signer-process.ts'
import { execute, ROLE_PASSWORDS } from './test-database.ts'

const root = join(import.meta.dirname, '../..')
export const ADMIN_KEY = 'admin-key-of-the-acceptance'

export interface RegistryOptions {
  /** Its path must leave room for sockets (107 bytes). */
  readonly directory: string
  /** What stands between the registry and its database or its signer, by the path of the socket it listens on. */
  readonly databaseSocketDirectory?: string
  readonly signerSocket?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly signerEnvironment?: Readonly<Record<string, string>>
}

export type RegistryProcesses = Awaited<ReturnType<typeof startRegistryProcesses>>

/**
 * The real processes of a registry that is still empty: PostgreSQL that syncs, signer, registry-api, distribution.
 * Each can be killed and started again; nothing supervises them but the caller.
 */
export async function startRegistryProcesses(options: RegistryOptions) {
  const stops: (() => Promise<void> | void)[] = []
  try {
    return await start(options, stops)
  } catch (error) {
    for (const stop of stops.toReversed()) await stop()
    throw error
  }
}

async function start(options: RegistryOptions, stops: (() => Promise<void> | void)[]) {
  const { directory } = options
  const path = (name: string) => join(directory, name)
  const home = await createSignerHome(directory, { clock: systemClock, trustSpace: 'DRIM-M-TEST' })
  const postgres = {
    options: { directory: path('pg'), socketDirectory: path('pgs') },
    server: undefined as Postgres | undefined,
  }
  const startDatabase = async () => (postgres.server = await startPostgres(postgres.options))
  const server = await startDatabase()
  stops.push(() => postgres.server?.stop())
  await migrate(server, directory)

  const faultFile = path('fault')
  const databaseUrl = (socketDirectory: string): string => {
    const url = new URL(server.urlFor('registry_api', ROLE_PASSWORDS.registry_api, 'registry'))
    url.searchParams.set('host', socketDirectory)
    return url.href
  }
  await mkdir(path('lists'))
  const distribution = await startChild('registry-api/src/distribution/main.ts', {
    REGISTRY_LISTS_DIR: path('lists'),
    REGISTRY_DISTRIBUTION_PORT: '0',
  })
  stops.push(distribution.kill)
  const whitelistUrl = `http://127.0.0.1:${distribution.port}/whitelist.xml`
  const environment = {
    ...(await registryEnvironment(home, path)),
    REGISTRY_DATABASE_URL: databaseUrl(options.databaseSocketDirectory ?? postgres.options.socketDirectory),
    REGISTRY_SIGNER_SOCKET: options.signerSocket ?? home.environment['SIGNER_SOCKET'] ?? '',
    REGISTRY_WHITELIST_URL: whitelistUrl,
    REGISTRY_FAULT_FILE: faultFile,
    ...options.environment,
  }
  const startApi = (port = 0, more: Readonly<Record<string, string>> = {}) =>
    startChild('registry-api/src/main.ts', { ...environment, ...more, REGISTRY_LISTEN_PORT: String(port) })
  const startSigner = () => startedSigner({ ...home.environment, ...options.signerEnvironment })

  let signer: SignerProcess | undefined = await startSigner()
  stops.push(() => signer?.kill())
  let api: Child | undefined = await startApi()
  const { port } = api

  return {
    home,
    directory,
    whitelistUrl,
    faultFile,
    listsDirectory: path('lists'),
    postgresSocketDirectory: postgres.options.socketDirectory,
    apiUrl: `http://127.0.0.1:${port}`,
    adminKeyFile: path('admin.key'),
    superuserUrl: server.urlFor(server.superuser.user, server.superuser.password, 'registry'),
    databaseUrl: environment.REGISTRY_DATABASE_URL,
    /** One more process of the same registry; whoever starts it ends it. */
    startAnotherApi: () => startApi(),
    /** One more worker; whoever starts it ends it. */
    startWorker: (more: Readonly<Record<string, string>>) =>
      startChild('registry-api/src/worker/main.ts', {
        REGISTRY_DATABASE_URL: environment.REGISTRY_DATABASE_URL,
        REGISTRY_MODE: 'demo',
        REGISTRY_MAIL_FROM: 'Espace de confiance DRIM-M <registre@demo.example>',
        ...more,
      }),
    output: () => api?.output() ?? '',
    async killApi() {
      await api?.kill()
    },
    async startApi(more: Readonly<Record<string, string>> = {}) {
      api = await startApi(port, more)
    },
    async killSigner() {
      await signer?.kill()
    },
    async startSigner() {
      signer = await startSigner()
    },
    async killDatabase() {
      const { server } = postgres
      if (server === undefined) return
      process.kill(server.pid, 'SIGKILL')
      await server.exited
    },
    async startDatabase() {
      await startDatabase()
    },
    /** Any answer; a registry that does not answer is an error. */
    async request(method: string, target: string, body?: unknown, headers: Record<string, string> = {}) {
      const response = await fetch(`http://127.0.0.1:${port}${target}`, {
        method,
        headers: {
          authorization: `Bearer ${ADMIN_KEY}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: body instanceof Uint8Array ? Uint8Array.from(body) : JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      })
      const text = await response.text()
      const isJson = /json/.test(response.headers.get('content-type') ?? '')
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: (isJson ? JSON.parse(text) : {}) as Json,
      }
    },
    /** Runs drim-registry against this registry. */
    command: (args: readonly string[], input = '') =>
      runCommand(
        [...args, '--api', `http://127.0.0.1:${port}`, '--admin-key-file', path('admin.key')],
        input,
      ),
    async stop() {
      await api?.kill()
      await signer?.kill()
      await distribution.kill()
      await postgres.server?.stop()
    },
  }
}

export interface Json {
  readonly [member: string]: unknown
  readonly code: string
  readonly items: readonly {
    readonly [member: string]: unknown
    readonly id: string
    readonly version: number
  }[]
}

interface Child {
  readonly port: number
  readonly output: () => string
  readonly kill: () => Promise<void>
}

async function startChild(main: string, environment: Readonly<Record<string, string>>): Promise<Child> {
  const child = fork(join(root, main), {
    execArgv: ['--conditions=development'],
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  const closed = once(child, 'close')
  const ready = await Promise.race([
    once(child, 'message').then(([message]) => message as { port: number }),
    closed.then(() => undefined),
  ])
  if (ready === undefined) throw new Error(`${main} ended:\n${output}`)
  return {
    port: ready.port,
    output: () => output,
    kill: async () => {
      killIfAlive(child)
      await closed
    },
  }
}

function killIfAlive(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
}

/** Makes the database `registry` and its tables. */
export async function migrate(server: Postgres, directory: string): Promise<void> {
  const { user, password } = server.superuser
  await execute(server.urlFor(user, password, 'postgres'), 'CREATE DATABASE registry')
  await writeFile(join(directory, 'roles.json'), JSON.stringify(ROLE_PASSWORDS), { mode: 0o600 })
  const child = fork(join(root, 'registry-api/src/db/migrate.ts'), {
    execArgv: ['--conditions=development'],
    env: {
      PATH: process.env['PATH'],
      REGISTRY_OWNER_DATABASE_URL: server.urlFor(user, password, 'registry'),
      REGISTRY_ROLE_PASSWORDS_FILE: join(directory, 'roles.json'),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`the migration ended with ${code}`)
}

/** The environment of a registry whose files stand where `path` says. */
export async function registryEnvironment(
  home: SignerHome,
  path: (name: string) => string,
): Promise<Record<string, string>> {
  const { authority } = home
  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(path(name), content, { mode: 0o600 })
    return path(name)
  }
  await file('admin.key', `${ADMIN_KEY}\n`)
  const { subject } = new X509Certificate(Buffer.from(home.signerCertificate))
  return {
    REGISTRY_LISTEN_HOST: '127.0.0.1',
    REGISTRY_PUBLIC_URL: 'http://localhost',
    REGISTRY_SIGNER_TIMEOUT_MS: '3000',
    REGISTRY_LISTS_DIR: path('lists'),
    REGISTRY_TRUST_SPACE: home.trustSpace,
    REGISTRY_SPACE: 'TEST',
    REGISTRY_MODE: 'demo',
    REGISTRY_ZONE: 'demo.mesimagesmedicales.fr',
    REGISTRY_TRUST_ANCHOR_FILE: await file('root.pem', certificatePem(authority.root)),
    REGISTRY_INTERMEDIATE_FILES: await file('lists.pem', authority.issuers.lists.pem),
    REGISTRY_CRL_FILES: [
      await file('root.crl', await authority.crl('root')),
      await file('lists.crl', await authority.crl('lists')),
    ].join(','),
    REGISTRY_SIGNER_CN: /^CN=(.+)$/m.exec(subject)?.[1] ?? '',
    REGISTRY_SIGNER_OU: /^OU=(.+)$/m.exec(subject)?.[1] ?? '',
    REGISTRY_ADMIN_KEY_SHA256_FILE: await file(
      'admin.key.sha256',
      createHash('sha256').update(ADMIN_KEY).digest('hex'),
    ),
    REGISTRY_PUBLICATION_CHECK_SECONDS: '0.3',
  }
}

function runCommand(args: readonly string[], input: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, 'registry-api/bin/drim-registry.js'), ...args],
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
        resolve({ code, output: stdout + stderr })
      },
    )
    child.stdin?.end(input)
  })
}

/** What the directory of lists says is served, or 0. */
export async function servedSequence(listsDirectory: string): Promise<number> {
  const text = await readFile(join(listsDirectory, 'current.json'), 'utf8').catch(() => '{"sequence":0}')
  return (JSON.parse(text) as { sequence: number }).sequence
}
