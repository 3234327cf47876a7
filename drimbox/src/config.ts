import { z } from 'zod'

type Role = 'source' | 'consumer'

export interface Config {
  readonly name: string
  readonly number: number
  readonly roles: readonly Role[]
  /** Our own `db` host name: the CN of our certificate. */
  readonly host: string
  readonly dataDirectory: string
  readonly whitelistUrl: string
  readonly pollMs: number
  readonly trustAnchorFile: string
  readonly intermediateFiles: readonly string[]
  readonly crlUrls: readonly string[]
  readonly crlRefreshMs: number
  readonly signer: { readonly commonName: string; readonly organizationalUnit: string }
  /** How often the list is promised to be signed again; 0 = no promise (decisions 52). */
  readonly signedEveryMs: number
  readonly keyFile: string
  readonly certificateFile: string
  readonly listenHost: string
  readonly port: number
  readonly healthHost: string
  readonly healthPort: number
  /** Where names of peers lead that no DNS knows yet (decisions 69). */
  readonly resolve: ReadonlyMap<string, { readonly address: string; readonly port: number }>
  readonly listBytesMax: number
  readonly crlBytesMax: number
  readonly fetchTimeoutMs: number
  /** OIDs of which a calling peer's certificate must bear one; `undefined`: clientAuth. The specification is not public. */
  readonly clientUsages: readonly string[] | undefined
}

const hostName = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
    'must be a host name in lower case',
  )
const file = z.string().startsWith('/', 'must be an absolute path')
const port = z.coerce.number().int().min(0).max(65_535)
const commaList = <T extends string>(item: z.ZodType<T, string>) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item).min(1))

const Environment = z.object({
  DRIMBOX_NAME: z.string().min(1).max(100),
  DRIMBOX_NUMBER: z.coerce.number().int().min(0).max(999_999_999),
  DRIMBOX_ROLES: commaList(z.enum(['source', 'consumer'])),
  DRIMBOX_HOST: hostName,
  DRIMBOX_DATA_DIR: file,
  // Point of control C17: in clear only where the bytes never leave this machine.
  DRIMBOX_WHITELIST_URL: z
    .url({ protocol: /^https?$/ })
    .refine(
      (url) => url.startsWith('https:') || isLoopback(url),
      'must be https (http only to this machine)',
    ),
  DRIMBOX_POLL_SECONDS: z.coerce.number().min(1).max(172_800).default(86_400),
  DRIMBOX_TRUST_ANCHOR_FILE: file,
  DRIMBOX_INTERMEDIATE_FILES: commaList(file),
  // CRLs may come in clear (C17): they are signed.
  DRIMBOX_CRL_URLS: commaList(z.url({ protocol: /^https?$/ })),
  DRIMBOX_CRL_REFRESH_SECONDS: z.coerce.number().min(1).max(172_800).default(3_600),
  DRIMBOX_SIGNER_CN: z.string().min(1),
  DRIMBOX_SIGNER_OU: z.string().min(1),
  DRIMBOX_SIGNED_EVERY_HOURS: z.coerce.number().min(0).max(8_784),
  DRIMBOX_KEY_FILE: file,
  DRIMBOX_CERTIFICATE_FILE: file,
  DRIMBOX_LISTEN_HOST: z.string().min(1),
  DRIMBOX_PORT: port,
  DRIMBOX_HEALTH_HOST: z.string().min(1).default('localhost'),
  DRIMBOX_HEALTH_PORT: port,
  DRIMBOX_RESOLVE: z.string().default('').transform(readResolve),
  // 100,000 entries are 55 MB; a CRL of 100,000 revocations is 4 MB.
  DRIMBOX_LIST_BYTES_MAX: z.coerce.number().int().min(1_024).max(268_435_456).default(67_108_864),
  DRIMBOX_CRL_BYTES_MAX: z.coerce.number().int().min(1_024).max(268_435_456).default(33_554_432),
  DRIMBOX_FETCH_TIMEOUT_SECONDS: z.coerce.number().min(0.1).max(600).default(30),
  DRIMBOX_CLIENT_USAGES: commaList(z.string().regex(/^[0-9]+([.][0-9]+)+$/)).optional(),
})

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

/** Reads the environment once, at start. Throws ConfigurationError, which tells every fault at once. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    throw new ConfigurationError(`the environment of the DRIMbox is wrong:\n${z.prettifyError(parsed.error)}`)
  }
  const read = parsed.data
  return Object.freeze({
    name: read.DRIMBOX_NAME,
    number: read.DRIMBOX_NUMBER,
    roles: read.DRIMBOX_ROLES,
    host: read.DRIMBOX_HOST,
    dataDirectory: read.DRIMBOX_DATA_DIR,
    whitelistUrl: read.DRIMBOX_WHITELIST_URL,
    pollMs: read.DRIMBOX_POLL_SECONDS * 1_000,
    trustAnchorFile: read.DRIMBOX_TRUST_ANCHOR_FILE,
    intermediateFiles: read.DRIMBOX_INTERMEDIATE_FILES,
    crlUrls: read.DRIMBOX_CRL_URLS,
    crlRefreshMs: read.DRIMBOX_CRL_REFRESH_SECONDS * 1_000,
    signer: { commonName: read.DRIMBOX_SIGNER_CN, organizationalUnit: read.DRIMBOX_SIGNER_OU },
    signedEveryMs: read.DRIMBOX_SIGNED_EVERY_HOURS * 3_600_000,
    keyFile: read.DRIMBOX_KEY_FILE,
    certificateFile: read.DRIMBOX_CERTIFICATE_FILE,
    listenHost: read.DRIMBOX_LISTEN_HOST,
    port: read.DRIMBOX_PORT,
    healthHost: read.DRIMBOX_HEALTH_HOST,
    healthPort: read.DRIMBOX_HEALTH_PORT,
    resolve: read.DRIMBOX_RESOLVE,
    listBytesMax: read.DRIMBOX_LIST_BYTES_MAX,
    crlBytesMax: read.DRIMBOX_CRL_BYTES_MAX,
    fetchTimeoutMs: read.DRIMBOX_FETCH_TIMEOUT_SECONDS * 1_000,
    clientUsages: read.DRIMBOX_CLIENT_USAGES,
  })
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.[0-9]{1,3}){3}$/.test(hostname)
}

function readResolve(text: string, context: z.RefinementCtx): Map<string, { address: string; port: number }> {
  const places = new Map<string, { address: string; port: number }>()
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue
    const [, host, address, digits] = /^([a-z0-9.-]+)=(\[[0-9a-f:]+\]|[0-9.]+):([0-9]{1,5})$/.exec(part) ?? []
    const number = Number(digits)
    if (host === undefined || address === undefined || number < 1 || number > 65_535) {
      context.addIssue({ code: 'custom', message: `"${part}" is not host=address:port` })
      continue
    }
    places.set(host, { address: address.replace(/^\[|\]$/g, ''), port: number })
  }
  return places
}
