import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConfigurationError } from '../config.ts'
import type { RetryPlan } from '../mails/delivery.rules.ts'
import type { Agency } from '../mails/mail-values.ts'
import type { SmtpSettings } from '../mails/smtp.client.ts'

const absolutePath = z.string().startsWith('/', 'must be an absolute path')
const seconds = (least: number, most: number) => z.coerce.number().min(least).max(most)

const Environment = z.object({
  REGISTRY_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }),
  REGISTRY_MODE: z.enum(['demo', 'real']),
  /** `smtp://[user@]host[:port]`: STARTTLS, required but on loopback; `smtps://`: TLS from the first byte. */
  REGISTRY_SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' }),
  REGISTRY_SMTP_PASSWORD_FILE: absolutePath.optional(),
  /** `Name <address>`, or an address. */
  REGISTRY_MAIL_FROM: z.string().min(3).max(320),
  REGISTRY_AGENCY_FILE: absolutePath.optional(),
  /** Where the ends of the audit's chain are kept, outside the database: a disk of somebody else's, at best. */
  REGISTRY_AUDIT_HEADS_FILE: absolutePath.optional(),
  REGISTRY_AUDIT_HEADS_SECONDS: seconds(0.1, 86_400).default(3_600),
  REGISTRY_SMTP_TIMEOUT_MS: z.coerce.number().int().min(100).max(300_000).default(20_000),
  REGISTRY_MAIL_LANES: z.coerce.number().int().min(1).max(32).default(4),
  REGISTRY_MAIL_CHECK_SECONDS: seconds(0.05, 600).default(1),
  REGISTRY_MAIL_ATTEMPTS_MAX: z.coerce.number().int().min(1).max(1_000).default(80),
  REGISTRY_MAIL_RETRY_SECONDS: seconds(0.05, 3_600).default(30),
  REGISTRY_MAIL_RETRY_SECONDS_MAX: seconds(0.05, 86_400).default(3_600),
  REGISTRY_PERIODIC_SECONDS: seconds(0.1, 3_600).default(60),
  REGISTRY_HEALTH_SECONDS: seconds(0.1, 3_600).default(60),
})

const line = z.string().trim().min(1).max(200)
const AgencyFile = z.strictObject({
  service: line,
  adresse: line,
  mel: line,
  tel: line,
  ville: line,
} satisfies Record<keyof Agency, z.ZodType>)

const DEMO_AGENCY: Agency = {
  service: 'Service de l’espace de confiance (démonstration)',
  adresse: '1 rue de l’Exemple, 75000 Paris',
  mel: 'service@demo.example',
  tel: '+33 1 99 00 00 00',
  ville: 'Paris',
}

export interface WorkerConfig {
  readonly databaseUrl: string
  readonly smtp: SmtpSettings
  readonly agency: Agency
  readonly lanes: number
  readonly mailCheckMs: number
  readonly retry: RetryPlan
  readonly leaseMs: number
  readonly periodicMs: number
  readonly healthMs: number
  readonly auditHeads: { readonly file: string; readonly everyMs: number } | undefined
}

// What is written down after an attempt takes its time, too.
const LEASE_MARGIN_MS = 15_000

/** Reads the environment of the worker once, at start. Throws a ConfigurationError, which names the faults. */
export function readWorkerConfig(environment: NodeJS.ProcessEnv = process.env): WorkerConfig {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success)
    throw new ConfigurationError(`the environment of the worker is wrong:\n${z.prettifyError(parsed.error)}`)
  const { data } = parsed
  return Object.freeze({
    databaseUrl: data.REGISTRY_DATABASE_URL,
    smtp: smtpSettings(data),
    agency: agencyOf(data.REGISTRY_AGENCY_FILE, data.REGISTRY_MODE),
    lanes: data.REGISTRY_MAIL_LANES,
    mailCheckMs: data.REGISTRY_MAIL_CHECK_SECONDS * 1_000,
    retry: {
      attemptsMax: data.REGISTRY_MAIL_ATTEMPTS_MAX,
      firstMs: data.REGISTRY_MAIL_RETRY_SECONDS * 1_000,
      longestMs: data.REGISTRY_MAIL_RETRY_SECONDS_MAX * 1_000,
    },
    leaseMs: data.REGISTRY_SMTP_TIMEOUT_MS + LEASE_MARGIN_MS,
    periodicMs: data.REGISTRY_PERIODIC_SECONDS * 1_000,
    healthMs: data.REGISTRY_HEALTH_SECONDS * 1_000,
    auditHeads:
      data.REGISTRY_AUDIT_HEADS_FILE === undefined
        ? undefined
        : {
            file: data.REGISTRY_AUDIT_HEADS_FILE,
            everyMs: data.REGISTRY_AUDIT_HEADS_SECONDS * 1_000,
          },
  })
}

function smtpSettings(data: z.infer<typeof Environment>): SmtpSettings {
  const url = new URL(data.REGISTRY_SMTP_URL)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const isTls = url.protocol === 'smtps:'
  const user = decodeURIComponent(url.username)
  const passwordFile = data.REGISTRY_SMTP_PASSWORD_FILE
  if (
    url.password !== '' ||
    (url.pathname !== '' && url.pathname !== '/') ||
    url.search !== '' ||
    host === ''
  )
    throw new ConfigurationError(
      'REGISTRY_SMTP_URL: is smtp://[user@]host[:port] and no more; its password stands in REGISTRY_SMTP_PASSWORD_FILE',
    )
  if ((user === '') !== (passwordFile === undefined))
    throw new ConfigurationError('REGISTRY_SMTP_PASSWORD_FILE: goes with the user of REGISTRY_SMTP_URL')
  return {
    host,
    port: url.port === '' ? (isTls ? 465 : 587) : Number(url.port),
    isTls,
    isLoopback: host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host),
    login:
      passwordFile === undefined
        ? undefined
        : { user, password: readFile('REGISTRY_SMTP_PASSWORD_FILE', passwordFile).trimEnd() },
    from: senderOf(data.REGISTRY_MAIL_FROM),
    timeoutMs: data.REGISTRY_SMTP_TIMEOUT_MS,
  }
}

function senderOf(text: string): SmtpSettings['from'] {
  const [, name = '', address = ''] =
    /^(?:([^<>"\p{Cc}]*) <)?([^\s<>"@\p{Cc}]+@[^\s<>"@\p{Cc}]+)>?$/u.exec(text) ?? []
  if (address === '' || (name !== '') !== text.endsWith('>'))
    throw new ConfigurationError('REGISTRY_MAIL_FROM: must be an address, or `Name <address>`')
  return { name, address }
}

function agencyOf(path: string | undefined, mode: 'demo' | 'real'): Agency {
  if (path === undefined) {
    if (mode === 'demo') return DEMO_AGENCY
    throw new ConfigurationError(
      'REGISTRY_AGENCY_FILE: mode real needs the service that signs its mails: JSON with service, adresse, mel, tel, ville',
    )
  }
  const text = readFile('REGISTRY_AGENCY_FILE', path)
  const parsed = AgencyFile.safeParse(parseJson(text))
  if (!parsed.success)
    throw new ConfigurationError(`REGISTRY_AGENCY_FILE: ${path}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readFile(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigurationError(`${name}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
