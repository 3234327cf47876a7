import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ProviderProfile, type ProviderSettings } from './accounts/provider-profile.ts'
import type { RolePasswords } from './db/grants.ts'
import type { RateLimits } from './rate-limits.ts'
import { readRelyingParty, type RelyingPartySettings } from './step-ups/relying-party.ts'
import type { RelyingParty } from './step-ups/webauthn.ts'

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

const absolutePath = z.string().startsWith('/', 'must be an absolute path')
const pathList = z
  .string()
  .transform((text) => text.split(',').filter((path) => path !== ''))
  .pipe(z.array(absolutePath))
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' })
/** `burst:perSecond`, both above zero. */
const rate = z
  .string()
  .regex(/^\d{1,6}:\d{1,6}(\.\d{1,3})?$/, 'must be <burst>:<per second>')
  .transform((text) => {
    const [burst, perSecond] = text.split(':').map(Number) as [number, number]
    return { burst, perSecond }
  })
  .refine(({ burst, perSecond }) => burst >= 1 && perSecond > 0, 'must be above zero')
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' })
const hexDigest = z.string().regex(/^[0-9a-f]{64}$/, 'must be the hex SHA-256 of the key')

const Environment = z
  .object({
    REGISTRY_DATABASE_URL: databaseUrl,
    REGISTRY_LISTEN_HOST: z.string().min(1).default('127.0.0.1'),
    REGISTRY_LISTEN_PORT: z.coerce.number().int().min(0).max(65_535),
    REGISTRY_PUBLIC_URL: httpUrl,
    // Linux stops at 107 bytes, and Node then says EINVAL without a word.
    REGISTRY_SIGNER_SOCKET: absolutePath.refine(
      (path) => Buffer.byteLength(path) <= 107,
      'is longer than 107 bytes',
    ),
    REGISTRY_SIGNER_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(15_000),
    REGISTRY_LISTS_DIR: absolutePath,
    REGISTRY_WHITELIST_URL: httpUrl,
    REGISTRY_TRUST_SPACE: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    REGISTRY_SPACE: z.enum(['TEST', 'PRODUCTION']),
    REGISTRY_MODE: z.enum(['demo', 'real']),
    REGISTRY_ZONE: z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'must be a lower-case domain'),
    REGISTRY_TRUST_ANCHOR_FILE: absolutePath,
    REGISTRY_INTERMEDIATE_FILES: pathList,
    REGISTRY_CRL_FILES: pathList.default([]),
    REGISTRY_CRL_URLS: z
      .string()
      .transform((text) => text.split(',').filter((url) => url !== ''))
      .pipe(z.array(httpUrl))
      .default([]),
    REGISTRY_SIGNER_CN: z.string().min(1),
    REGISTRY_SIGNER_OU: z.string().min(1),
    REGISTRY_ADMIN_KEY_SHA256_FILE: absolutePath,
    // A DRIMbox warns of a list signed more than 36 h ago.
    REGISTRY_PUBLICATION_PERIOD_HOURS: z.coerce
      .number()
      .min(0.001)
      .max(24 * 7)
      .default(24),
    REGISTRY_PUBLICATION_CHECK_SECONDS: z.coerce.number().min(0.1).max(600).default(5),
    REGISTRY_DRAFT_LIFE_MINUTES: z.coerce
      .number()
      .min(1)
      .max(24 * 60)
      .default(60),
    // Without it nobody can sign in.
    REGISTRY_OIDC_PROFILE_FILE: absolutePath.optional(),
    REGISTRY_WEBAUTHN_ORIGIN: httpUrl.optional(),
    REGISTRY_WEBAUTHN_RP_ID: z
      .string()
      .regex(/^[a-z0-9.-]+$/, 'must be a lower-case host name')
      .optional(),
    // Makers of security keys whose word we take, in PEM.
    REGISTRY_ATTESTATION_ROOTS_FILE: absolutePath.optional(),
    // Many times what the portal and a diligent program need.
    REGISTRY_RATE_PER_ADDRESS: rate.default({ burst: 5_000, perSecond: 200 }),
    REGISTRY_RATE_PER_PRINCIPAL: rate.default({ burst: 1_000, perSecond: 50 }),
    REGISTRY_RATE_SENSITIVE: rate.default({ burst: 600, perSecond: 10 }),
    // Ours, of which X-Forwarded-For is believed: the addresses of the portal.
    REGISTRY_FORWARDERS: z
      .string()
      .transform((text) => text.split(',').filter((address) => address !== ''))
      .pipe(z.array(z.union([z.ipv4(), z.ipv6()])))
      .default([]),
    // Names the next fault to make, for tests of recovery (fault-points.ts).
    REGISTRY_FAULT_FILE: absolutePath.optional(),
  })
  .superRefine((environment, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    const relyingParty = readRelyingParty(relyingPartySettings(environment))
    if ('fault' in relyingParty) refuse(`REGISTRY_WEBAUTHN_${relyingParty.setting}`, relyingParty.fault)
    if (environment.REGISTRY_MODE === 'demo') return
    if (environment.REGISTRY_FAULT_FILE !== undefined)
      refuse('REGISTRY_FAULT_FILE', 'is refused in mode real')
    if (environment.REGISTRY_CRL_FILES.length + environment.REGISTRY_CRL_URLS.length === 0)
      refuse('REGISTRY_CRL_URLS', 'mode real needs revocation lists')
    for (const name of ['REGISTRY_PUBLIC_URL', 'REGISTRY_WHITELIST_URL'] as const) {
      const { protocol, hostname } = new URL(environment[name])
      if (protocol !== 'https:') refuse(name, 'must be https in mode real')
      if (/^(localhost|127\.|\[::1\])/.test(hostname))
        refuse(name, 'is a loopback address, refused in mode real')
    }
    if (/(^|\.)(test|demo)\./.test(environment.REGISTRY_ZONE) && environment.REGISTRY_SPACE === 'PRODUCTION')
      refuse('REGISTRY_ZONE', 'is a zone of tests, refused in PRODUCTION')
  })

function relyingPartySettings(environment: {
  readonly REGISTRY_MODE: 'demo' | 'real'
  readonly REGISTRY_WEBAUTHN_ORIGIN?: string | undefined
  readonly REGISTRY_WEBAUTHN_RP_ID?: string | undefined
}): RelyingPartySettings {
  return {
    mode: environment.REGISTRY_MODE,
    origin: environment.REGISTRY_WEBAUTHN_ORIGIN,
    id: environment.REGISTRY_WEBAUTHN_RP_ID,
  }
}

export interface Config {
  readonly databaseUrl: string
  readonly listenHost: string
  readonly listenPort: number
  readonly publicUrl: string
  readonly signerSocket: string
  readonly signerTimeoutMs: number
  readonly listsDirectory: string
  readonly whitelistUrl: string
  readonly trustSpace: string
  readonly space: 'TEST' | 'PRODUCTION'
  readonly mode: 'demo' | 'real'
  readonly zone: string
  readonly trustAnchorFile: string
  readonly intermediateFiles: readonly string[]
  readonly crlFiles: readonly string[]
  readonly crlUrls: readonly string[]
  readonly signer: { readonly commonName: string; readonly organizationalUnit: string }
  readonly adminKeySha256: string
  readonly publicationPeriodMs: number
  readonly publicationCheckMs: number
  readonly draftLifeMs: number
  /** Of security keys. */
  readonly relyingParty: RelyingParty
  readonly attestationRootsFile: string | undefined
  readonly rateLimits: RateLimits
  readonly faultFile: string | undefined
  /** Who says who people are; undefined: nobody signs in. */
  readonly provider: ProviderSettings | undefined
}

/** Reads the environment once, at start; throws a ConfigurationError that tells every fault at once. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = parse(Environment, environment)
  return Object.freeze({
    databaseUrl: parsed.REGISTRY_DATABASE_URL,
    listenHost: parsed.REGISTRY_LISTEN_HOST,
    listenPort: parsed.REGISTRY_LISTEN_PORT,
    publicUrl: parsed.REGISTRY_PUBLIC_URL,
    signerSocket: parsed.REGISTRY_SIGNER_SOCKET,
    signerTimeoutMs: parsed.REGISTRY_SIGNER_TIMEOUT_MS,
    listsDirectory: parsed.REGISTRY_LISTS_DIR,
    whitelistUrl: parsed.REGISTRY_WHITELIST_URL,
    trustSpace: parsed.REGISTRY_TRUST_SPACE,
    space: parsed.REGISTRY_SPACE,
    mode: parsed.REGISTRY_MODE,
    zone: parsed.REGISTRY_ZONE,
    trustAnchorFile: parsed.REGISTRY_TRUST_ANCHOR_FILE,
    intermediateFiles: parsed.REGISTRY_INTERMEDIATE_FILES,
    crlFiles: parsed.REGISTRY_CRL_FILES,
    crlUrls: parsed.REGISTRY_CRL_URLS,
    signer: { commonName: parsed.REGISTRY_SIGNER_CN, organizationalUnit: parsed.REGISTRY_SIGNER_OU },
    adminKeySha256: readSecret(
      'REGISTRY_ADMIN_KEY_SHA256_FILE',
      parsed.REGISTRY_ADMIN_KEY_SHA256_FILE,
      hexDigest,
    ),
    publicationPeriodMs: parsed.REGISTRY_PUBLICATION_PERIOD_HOURS * 3_600_000,
    publicationCheckMs: parsed.REGISTRY_PUBLICATION_CHECK_SECONDS * 1_000,
    draftLifeMs: parsed.REGISTRY_DRAFT_LIFE_MINUTES * 60_000,
    // Its faults were told above.
    relyingParty: readRelyingParty(relyingPartySettings(parsed)) as RelyingParty,
    attestationRootsFile: parsed.REGISTRY_ATTESTATION_ROOTS_FILE,
    rateLimits: {
      perAddress: parsed.REGISTRY_RATE_PER_ADDRESS,
      perPrincipal: parsed.REGISTRY_RATE_PER_PRINCIPAL,
      sensitive: parsed.REGISTRY_RATE_SENSITIVE,
      forwarders: parsed.REGISTRY_FORWARDERS,
    },
    faultFile: parsed.REGISTRY_FAULT_FILE,
    provider: readProvider(parsed.REGISTRY_OIDC_PROFILE_FILE, parsed.REGISTRY_MODE),
  })
}

export interface MigrationConfig {
  readonly ownerDatabaseUrl: string
  readonly rolePasswords: RolePasswords
}

const jsonText = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' })
    return z.NEVER
  }
})

const password = z.string().min(16, 'must have 16 characters at least')
const Passwords = z.strictObject({
  registry_api: password,
  registry_prober: password,
  registry_housekeeper: password,
})

/** Reads the environment of the migration child. Throws ConfigurationError. */
export function readMigrationConfig(environment: NodeJS.ProcessEnv = process.env): MigrationConfig {
  const parsed = parse(
    z.object({ REGISTRY_OWNER_DATABASE_URL: databaseUrl, REGISTRY_ROLE_PASSWORDS_FILE: absolutePath }),
    environment,
  )
  const json = jsonText.pipe(Passwords)
  return Object.freeze({
    ownerDatabaseUrl: parsed.REGISTRY_OWNER_DATABASE_URL,
    rolePasswords: readSecret('REGISTRY_ROLE_PASSWORDS_FILE', parsed.REGISTRY_ROLE_PASSWORDS_FILE, json),
  })
}

function parse<T extends z.ZodType>(schema: T, environment: NodeJS.ProcessEnv): z.infer<T> {
  const parsed = schema.safeParse(environment)
  if (!parsed.success)
    throw new ConfigurationError(
      `the environment of registry-api is wrong:\n${z.prettifyError(parsed.error)}`,
    )
  return parsed.data
}

/** The profile of the provider, and the secret that it names. Plain http on loopback is for mode demo alone. */
function readProvider(path: string | undefined, mode: Config['mode']): ProviderSettings | undefined {
  if (path === undefined) return undefined
  const name = 'REGISTRY_OIDC_PROFILE_FILE'
  const { clientSecretFile, ...profile } = readSecret(name, path, jsonText.pipe(ProviderProfile))
  if (mode === 'real' && profile.allowInsecureLoopback)
    throw new ConfigurationError(`${name}: ${path} allowInsecureLoopback is refused in mode real`)
  const secret = z.string().min(1, 'is empty')
  return {
    ...profile,
    clientSecret: clientSecretFile === undefined ? undefined : readSecret(name, clientSecretFile, secret),
  }
}

/** Secrets are paths to files. What the file holds is never repeated in the message. */
function readSecret<T extends z.ZodType>(name: string, path: string, schema: T): z.infer<T> {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new ConfigurationError(`${name}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
  const parsed = schema.safeParse(text)
  if (!parsed.success)
    throw new ConfigurationError(
      `${name}: ${path} ${parsed.error.issues.map((issue) => [...issue.path, issue.message].join(' ')).join('; ')}`,
    )
  return parsed.data
}
