import { createHash, sign, X509Certificate } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeApproval } from '@trust-space/whitelist/format'
import { inject } from 'vitest'
import type { ApproverKey, TrustAuthority } from '../../demo/trust-authority.ts'
import { readConfig } from '../../registry-api/src/config.ts'
import { createLog } from '../../registry-api/src/log.ts'
import type { PublishOutcome } from '../../registry-api/src/publications/publish-whitelist.ts'
import { wire } from '../../registry-api/src/wiring.ts'
import { readConfig as readSignerConfig } from '../../signer/src/config.ts'
import { startSigner, type RunningSigner } from '../../signer/src/start-signer.ts'
import { SECOND_MS, testClock, type TestClock } from './clock.ts'
import { createSignerHome, type SignerHome } from './signer-home.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

export const TRUST_SPACE = 'DRIM-M-TEST'
export const ZONE = 'demo.mesimagesmedicales.fr'
const ADMIN_KEY = 'admin-key-of-the-tests'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body, parsed, where it is JSON. */
  readonly json: Body
}

/** Members that the tests take out of answers; they are there where the test says so by what it expects. */
export interface Body {
  readonly [member: string]: unknown
  readonly id: string
  readonly code: string
  readonly total: number
  readonly next: string | null
  readonly addedAt: string
  readonly drimboxCount: number
  readonly items: readonly Item[]
  readonly errors: readonly { readonly pointer: string; readonly code: string }[]
  readonly certificates: readonly {
    readonly dn: string
    readonly fingerprint: string
    readonly notAfter: string
  }[]
}

export interface Item {
  readonly [member: string]: unknown
  readonly id: string
  readonly version: number
  readonly number: number
  readonly name: string
  readonly state: string
  readonly event: string
  readonly wadoHost: string
  readonly viewerHost: string
  readonly supportContact: string
  readonly addedAt: string
  readonly operator: { readonly name: string }
  readonly certificates: readonly { readonly dn: string }[]
  readonly data: Readonly<Record<string, unknown>>
}

export interface RequestOptions {
  /** Default: the operations key. A person of test/support/people.ts brings a session. */
  readonly as?: 'admin' | 'public' | { readonly headers: Readonly<Record<string, string>> }
  readonly body?: unknown
  readonly bytes?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

export interface PublicationAnswer {
  readonly sequence: number
  readonly state: string
  readonly kind: string
  readonly baseSequence: number
  readonly baseDigest: string
  readonly contentDigest: string
  readonly entryCount: number
  readonly approvals: number
  readonly approvalsNeeded: number
}

type Around = NonNullable<Parameters<typeof wire>[1]['around']>

export type Registry = Awaited<ReturnType<typeof wire>>

/**
 * A whole trust space in one process, on a real PostgreSQL: the registry's app and publisher, a signer behind its
 * socket, an authority. Time moves by `clock` alone, and nothing runs that a test did not ask for.
 */
export async function startTrustSpace(
  options: { readonly clock?: TestClock; readonly around?: Around } = {},
) {
  const clock = options.clock ?? testClock()
  const directory = await mkdtemp(join(tmpdir(), 'drim-space-'))
  const database = await createTestDatabase(inject('postgres'))
  const home = await createSignerHome(directory, { clock: clock.now, trustSpace: TRUST_SPACE })
  let signer = await startTestSigner(home, clock)
  const environment = await registryEnvironment(directory, database, home)
  const log: string[] = []
  const start = () =>
    wire(readConfig(environment), {
      clock: clock.now,
      log: createLog(clock.now, (line) => log.push(line)),
      ...(options.around === undefined ? {} : { around: options.around }),
    })
  let registry = await start()

  const request = async (method: string, path: string, sent: RequestOptions = {}): Promise<Answer> => {
    const as = sent.as ?? 'admin'
    const headers: Record<string, string> = { ...(typeof as === 'object' ? as.headers : {}), ...sent.headers }
    if (as === 'admin') headers['authorization'] ??= `Bearer ${ADMIN_KEY}`
    if (sent.body !== undefined) headers['content-type'] ??= 'application/json'
    if (sent.bytes !== undefined) headers['content-type'] ??= 'application/xml'
    const body = sent.bytes === undefined ? JSON.stringify(sent.body) : Uint8Array.from(sent.bytes)
    const response = await registry.app.request(path, {
      method,
      headers,
      ...(sent.body === undefined && sent.bytes === undefined ? {} : { body }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: (isJson ? JSON.parse(text) : {}) as Body,
    }
  }

  /** One look of the publisher, as its schedule would. Every list gets a second of its own. */
  const publish = async (): Promise<PublishOutcome | undefined> => {
    clock.advance(SECOND_MS)
    return registry.publisher.run({ kind: 'system', id: 'test', memberships: [] }, { isAsked: false })
  }

  const awaiting = async (): Promise<PublicationAnswer | undefined> => {
    const { json } = await request('GET', '/v1/publications?state=awaiting')
    return json.items[0] as unknown as PublicationAnswer | undefined
  }

  /** Approves what waits, by the given people, without publishing it yet. */
  const approve = async (...by: (keyof SignerHome['keys'])[]): Promise<Answer> => {
    const publication = await awaiting()
    if (publication === undefined) throw new Error('nothing waits for approval')
    let answer: Answer | undefined
    for (const name of by)
      answer = await handIn(publication, approvalOf(publication, home.keys[name], clock.now()))
    return answer!
  }

  const handIn = (publication: PublicationAnswer, approval: string): Promise<Answer> =>
    request('POST', `/v1/publications/${publication.sequence}/approvals`, { body: { approval } })

  return {
    clock,
    directory,
    home,
    database,
    log,
    listsDirectory: join(directory, 'lists'),
    environment,
    get registry() {
      return registry
    },
    get signer() {
      return signer
    },
    request,
    publish,
    awaiting,
    approve,
    handIn,
    /** Looks, approves what waits, looks again: the way of an addition. */
    async publishApproved(...by: (keyof SignerHome['keys'])[]): Promise<PublishOutcome | undefined> {
      const outcome = await publish()
      if (outcome?.is !== 'waiting') return outcome
      await approve(...(by.length === 0 ? (['ada'] as const) : by))
      return publish()
    },
    /** What the distribution would serve. */
    async served(): Promise<{ sequence: number; xml: Buffer } | undefined> {
      const record = await readFile(join(directory, 'lists', 'current.json'), 'utf8').catch(() => undefined)
      if (record === undefined) return undefined
      const { sequence } = JSON.parse(record) as { sequence: number }
      return { sequence, xml: await readFile(join(directory, 'lists', `${sequence}.xml`)) }
    },
    /** New revocation lists, as the authority makes them every day. */
    renewRevocationLists: () => writeCrls(directory, home.authority),
    async stopSigner(): Promise<void> {
      await signer.stop()
    },
    /** The signer's configuration changes under it: that key approves nothing any more. */
    async forgetApprover(name: keyof SignerHome['keys']): Promise<void> {
      const path = home.environment['SIGNER_APPROVERS_FILE']!
      const { approvers } = JSON.parse(await readFile(path, 'utf8')) as { approvers: { kid: string }[] }
      const left = approvers.filter(({ kid }) => kid !== home.keys[name].kid)
      await writeFile(path, JSON.stringify({ approvers: left }))
      await signer.stop()
      signer = await startTestSigner(home, clock)
    },
    /** With a clock of its own, if one is given: clocks of two machines may disagree. */
    async startSigner(itsClock = clock): Promise<void> {
      signer = await startTestSigner(home, itsClock)
    },
    /** The registry's process dies and comes back: nothing of its memory is left. */
    async restartRegistry(): Promise<void> {
      await registry.database.close()
      registry = await start()
    },
    /** Another process of the same registry. */
    startAnotherRegistry: start,
    async stop(): Promise<void> {
      await registry.database.close()
      await signer.stop().catch(() => undefined)
      await database.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export type TrustSpace = Awaited<ReturnType<typeof startTrustSpace>>

/** An approval of exactly this publication, for ten minutes; `over` makes wrong ones. */
export function approvalOf(
  publication: PublicationAnswer,
  key: ApproverKey,
  now: Date,
  over: Partial<Parameters<typeof encodeApproval>[0]> = {},
): string {
  const claims = {
    trustSpace: TRUST_SPACE,
    baseSequence: publication.baseSequence,
    baseDigest: publication.baseDigest,
    newSequence: publication.sequence,
    contentDigest: publication.contentDigest,
    reason: 'read and found right',
    expiry: new Date(now.getTime() + 600_000).toISOString(),
    ...over,
  }
  return encodeApproval(claims, key.kid, (bytes) =>
    sign('sha256', bytes, { key: key.privateKeyPem, dsaEncoding: 'ieee-p1363' }),
  )
}

async function startTestSigner(home: SignerHome, clock: TestClock): Promise<RunningSigner> {
  return startSigner(readSignerConfig(home.environment), {
    clock: clock.now,
    log: () => undefined,
    // The signer waits for the next second; here the second comes to it.
    sleep: async (ms) => clock.advance(ms),
  })
}

async function registryEnvironment(
  directory: string,
  database: TestDatabase,
  home: SignerHome,
): Promise<Record<string, string>> {
  const { authority } = home
  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(directory, name), content)
    return join(directory, name)
  }
  await mkdir(join(directory, 'lists'))
  const crls = await writeCrls(directory, authority)
  const { subject } = new X509Certificate(Buffer.from(home.signerCertificate))
  return {
    REGISTRY_DATABASE_URL: database.urlFor('registry_api'),
    REGISTRY_LISTEN_PORT: '0',
    REGISTRY_PUBLIC_URL: 'http://localhost:3001',
    REGISTRY_SIGNER_SOCKET: home.environment['SIGNER_SOCKET'] ?? '',
    REGISTRY_SIGNER_TIMEOUT_MS: '2000',
    REGISTRY_LISTS_DIR: join(directory, 'lists'),
    REGISTRY_WHITELIST_URL: 'http://localhost:3003/whitelist.xml',
    REGISTRY_TRUST_SPACE: TRUST_SPACE,
    REGISTRY_SPACE: 'TEST',
    REGISTRY_MODE: 'demo',
    REGISTRY_ZONE: ZONE,
    REGISTRY_TRUST_ANCHOR_FILE: await file('root.pem', authority.rootPem),
    REGISTRY_INTERMEDIATE_FILES: [
      await file('lists.pem', authority.issuers.lists.pem),
      await file('servers.pem', authority.issuers.servers.pem),
    ].join(','),
    REGISTRY_CRL_FILES: crls.join(','),
    REGISTRY_SIGNER_CN: /^CN=(.+)$/m.exec(subject)![1]!,
    REGISTRY_SIGNER_OU: /^OU=(.+)$/m.exec(subject)![1]!,
    REGISTRY_ADMIN_KEY_SHA256_FILE: await file(
      'admin.key.sha256',
      createHash('sha256').update(ADMIN_KEY).digest('hex'),
    ),
  }
}

async function writeCrls(directory: string, authority: TrustAuthority): Promise<string[]> {
  return Promise.all(
    (['root', 'lists'] as const).map(async (which) => {
      const path = join(directory, `${which}.crl`)
      await writeFile(path, await authority.crl(which))
      return path
    }),
  )
}
