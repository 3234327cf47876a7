import { z } from 'zod'

const Environment = z.object({
  REGISTRY_LISTS_DIR: z.string().startsWith('/', 'must be an absolute path'),
  REGISTRY_DISTRIBUTION_HOST: z.string().min(1).default('127.0.0.1'),
  REGISTRY_DISTRIBUTION_PORT: z.coerce.number().int().min(0).max(65_535),
  // Events say the moment; this is for the day when they do not, and for file systems without events.
  REGISTRY_DISTRIBUTION_POLL_SECONDS: z.coerce.number().min(0.1).max(3_600).default(1),
  // 100,000 entries are 55 MB.
  REGISTRY_DISTRIBUTION_BYTES_MAX: z.coerce.number().int().min(1_024).max(1_073_741_824).default(134_217_728),
})

export interface DistributionConfig {
  readonly directory: string
  readonly host: string
  readonly port: number
  readonly pollMs: number
  readonly bytesMax: number
}

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

/** Reads the environment once, at start. Throws ConfigurationError, which tells every fault at once. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): DistributionConfig {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    throw new ConfigurationError(
      `the environment of the distribution is wrong:\n${z.prettifyError(parsed.error)}`,
    )
  }
  return Object.freeze({
    directory: parsed.data.REGISTRY_LISTS_DIR,
    host: parsed.data.REGISTRY_DISTRIBUTION_HOST,
    port: parsed.data.REGISTRY_DISTRIBUTION_PORT,
    pollMs: parsed.data.REGISTRY_DISTRIBUTION_POLL_SECONDS * 1_000,
    bytesMax: parsed.data.REGISTRY_DISTRIBUTION_BYTES_MAX,
  })
}
