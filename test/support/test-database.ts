import { randomBytes } from 'node:crypto'
import postgres from 'postgres'

/** What global-postgres.ts provides to every test of the run. */
export interface TestCluster {
  readonly superuserUrl: string
}

export const TEMPLATE = 'registry_template'
export const ROLE_PASSWORDS = {
  registry_api: 'api-password-of-tests',
  registry_prober: 'prober-password-of-tests',
  registry_housekeeper: 'housekeeper-password-of-tests',
}

export interface TestDatabase {
  readonly name: string
  /** As the given role; `postgres` is the owner and superuser. */
  urlFor(role: keyof typeof ROLE_PASSWORDS | 'postgres'): string
  drop(): Promise<void>
}

/** A migrated database of its own, in about a tenth of a second. */
export async function createTestDatabase({ superuserUrl }: TestCluster): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await execute(superuserUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`)
  return {
    name,
    urlFor(role) {
      const url = new URL(superuserUrl)
      url.pathname = `/${name}`
      if (role !== 'postgres') {
        url.username = role
        url.password = ROLE_PASSWORDS[role]
      }
      return url.href
    },
    drop: async () => {
      await execute(superuserUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

/** A client for SQL of the test's own; close it with `end()`. */
export function connect(url: string, options: postgres.Options<Record<string, never>> = {}): postgres.Sql {
  const address = new URL(url)
  const host = address.searchParams.get('host') ?? ''
  address.searchParams.delete('host')
  return postgres(address.href, { host, max: 1, onnotice: () => undefined, ...options })
}

/** Runs one statement and leaves. */
export async function execute(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = connect(url)
  try {
    return [...(await sql.unsafe<Record<string, unknown>[]>(statement))]
  } finally {
    await sql.end()
  }
}
