import { sign } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serve, type ServerType } from '@hono/node-server'
import { encodeApproval, readWhitelist } from '@trust-space/whitelist/format'
import { profileOf } from '../../demo/identity-provider/clients.ts'
import { startIdentityProvider } from '../../demo/identity-provider/provider.ts'
import { apiClient } from '../../demo/launch/api-client.ts'
import { startMailbox } from '../../demo/mailbox/mailbox.ts'
import type { Registry } from '../../demo/people/registry-session.ts'
import { startPostgres } from '../../demo/postgres.ts'
import { createSoftAuthenticator } from '../../demo/soft-authenticator/soft-authenticator.ts'
import { systemClock } from '../../registry-api/src/clock.ts'
import { readConfig } from '../../registry-api/src/config.ts'
import { systemPrincipal } from '../../registry-api/src/db/principal.ts'
import { createLog } from '../../registry-api/src/log.ts'
import { wire } from '../../registry-api/src/wiring.ts'
import { readWorkerConfig } from '../../registry-api/src/worker/config.ts'
import { startWorker } from '../../registry-api/src/worker/worker.ts'
import { readConfig as readSignerConfig } from '../../signer/src/config.ts'
import { startSigner } from '../../signer/src/start-signer.ts'
import { ADMIN_KEY, migrate, registryEnvironment } from './registry-processes.ts'
import { restoreTime, shiftTime } from './shift-time.ts'
import { createSignerHome } from './signer-home.ts'
import { ROLE_PASSWORDS } from './test-database.ts'

const PORTAL = 'http://localhost:3000'
const REDIRECT_URI = `${PORTAL}/connexion/retour`

export interface StorySpaceOptions {
  /** Its path must leave room for sockets (107 bytes). */
  readonly directory: string
  readonly space: 'TEST' | 'PRODUCTION'
  /** How often the worker looks what time has brought about. Default: several times a second. */
  readonly periodicSeconds?: number
}

export type StorySpace = Awaited<ReturnType<typeof startStorySpace>>

/**
 * A whole trust space for a story of months: PostgreSQL as a process; registry, worker, signer, identity provider and
 * mailbox in this one, over their real sockets, so that their common time can be moved (decisions 16).
 */
export async function startStorySpace({ directory, space, periodicSeconds = 0.3 }: StorySpaceOptions) {
  const path = (name: string) => join(directory, name)
  const trustSpace = `DRIM-M-${space}`
  const zone = space === 'TEST' ? 'test.mesimagesmedicales.fr' : 'mesimagesmedicales.fr'
  const home = await createSignerHome(directory, { clock: systemClock, trustSpace })
  const postgres = await startPostgres({ directory: path('pg'), socketDirectory: path('pgs') })
  await migrate(postgres, directory)
  await mkdir(path('lists'))
  const signer = await startSigner(readSignerConfig({ ...home.environment, SIGNER_SPACE: space }), {
    clock: systemClock,
    log: () => undefined,
  })
  const provider = await startIdentityProvider({ port: 0, redirectUris: [REDIRECT_URI] })
  const mailbox = await startMailbox({ smtpPort: 0, httpPort: 0, clock: systemClock })
  await writeFile(path('client.secret'), provider.secrets.json, { mode: 0o600 })
  const profile = profileOf({
    issuer: provider.issuer,
    redirectUri: REDIRECT_URI,
    kind: 'json',
    clientSecretFile: path('client.secret'),
  })
  await writeFile(path('profile.json'), JSON.stringify(profile))
  const databaseUrl = postgres.urlFor('registry_api', ROLE_PASSWORDS.registry_api, 'registry')
  const environment = {
    ...(await registryEnvironment(home, path)),
    REGISTRY_DATABASE_URL: databaseUrl,
    REGISTRY_LISTEN_PORT: '0',
    REGISTRY_SIGNER_SOCKET: home.environment['SIGNER_SOCKET'] ?? '',
    REGISTRY_WHITELIST_URL: 'http://localhost/whitelist.xml',
    REGISTRY_SPACE: space,
    REGISTRY_ZONE: zone,
    REGISTRY_OIDC_PROFILE_FILE: path('profile.json'),
  }
  const log: string[] = []
  const write = createLog(systemClock, (line) => log.push(line))
  const { app, publisher, database } = await wire(readConfig(environment), { clock: systemClock, log: write })
  const server = await listening(app)
  const timers = {
    after(ms: number, run: () => void) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  }
  const worker = await startWorker(
    readWorkerConfig({
      REGISTRY_DATABASE_URL: databaseUrl,
      REGISTRY_MODE: 'demo',
      REGISTRY_SMTP_URL: mailbox.smtpUrl,
      REGISTRY_MAIL_FROM: 'Espace de confiance DRIM-M <registre@demo.example>',
      REGISTRY_MAIL_CHECK_SECONDS: '0.1',
      REGISTRY_PERIODIC_SECONDS: String(periodicSeconds),
      REGISTRY_AUDIT_HEADS_FILE: path('audit-heads.jsonl'),
      REGISTRY_AUDIT_HEADS_SECONDS: '1',
    }),
    { clock: systemClock, log: write, timers },
  )
  const key = createSoftAuthenticator()
  const registry: Registry = {
    api: server.url,
    key: {
      register: (options) => key.register(options as never, PORTAL),
      assert: (options) => key.assert(options as never, PORTAL),
    },
  }
  const operations = apiClient(server.url, path('admin.key'), new AbortController().signal)

  return {
    space,
    zone,
    directory,
    log,
    mailbox,
    registry,
    operations,
    superuserUrl: postgres.urlFor(postgres.superuser.user, postgres.superuser.password, 'registry'),
    adminKey: ADMIN_KEY,

    /** One look of the publisher; what waits for people is approved by Ada and looked at again. */
    async publish(): Promise<void> {
      for (let look = 0; look < 4; look += 1) {
        const outcome = await publisher.run(systemPrincipal('publisher'), { isAsked: false })
        if (outcome?.is !== 'waiting') return
        await approve(outcome.publication)
      }
    },

    /** Numbers of the lines of the list that is served now. */
    async listed(): Promise<readonly number[]> {
      const current = await readFile(path('lists/current.json'), 'utf8').catch(() => undefined)
      if (current === undefined) return []
      const { sequence } = JSON.parse(current) as { sequence: number }
      const list = readWhitelist(await readFile(path(`lists/${sequence}.xml`)))
      return list.entries.map(({ number }) => number)
    },

    /** Months pass; revocation lists are made anew, as the authority does every day. */
    async pass(ms: number): Promise<void> {
      shiftTime(ms)
      for (const which of ['root', 'lists'] as const)
        await writeFile(path(`${which}.crl`), await home.authority.crl(which))
    },

    async stop(): Promise<void> {
      await worker.stop()
      await publisher.stop()
      server.close()
      await database.close()
      await provider.stop()
      await mailbox.stop()
      await signer.stop()
      await postgres.stop()
      // Other lines run in this process, with registries in processes of their own.
      restoreTime()
    },
  }

  async function approve(publication: {
    readonly sequence: number
    readonly baseSequence: number
    readonly baseDigest: string
    readonly contentDigest: string
  }): Promise<void> {
    const { kid, privateKeyPem } = home.keys.ada
    const approval = encodeApproval(
      {
        trustSpace,
        baseSequence: publication.baseSequence,
        baseDigest: publication.baseDigest,
        newSequence: publication.sequence,
        contentDigest: publication.contentDigest,
        reason: 'read and found right',
        expiry: new Date(Date.now() + 600_000).toISOString(),
      },
      kid,
      (bytes) => sign('sha256', bytes, { key: privateKeyPem, dsaEncoding: 'ieee-p1363' }),
    )
    await operations.post(`/v1/publications/${publication.sequence}/approvals`, { approval })
  }
}

async function listening(app: { fetch: (request: Request) => Response | Promise<Response> }) {
  const { promise, resolve } = Promise.withResolvers<number>()
  const server: ServerType = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
    resolve(port),
  )
  return { url: `http://127.0.0.1:${await promise}`, close: () => server.close() }
}
