import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { readMigrationConfig } from '../config.ts'
import { openConnection } from './client.ts'
import { grantRoles } from './grants.ts'

const migrationsFolder = join(import.meta.dirname, '../../../migrations')

// A child of its own, that ends: the launcher stays free of the 230 MB that the migrator costs.
try {
  const { ownerDatabaseUrl, rolePasswords } = readMigrationConfig()
  const sql = openConnection(ownerDatabaseUrl)
  try {
    // Two starts at once migrate one after the other.
    await sql`SELECT pg_advisory_lock(hashtext('registry-migrations'))`
    await migrate(drizzle({ client: sql, casing: 'snake_case' }), { migrationsFolder })
    await grantRoles(sql, rolePasswords, join(migrationsFolder, 'grants/grants.sql'))
    process.stdout.write('migrations and grants are in place\n')
  } finally {
    await sql.end({ timeout: 5 })
  }
} catch (error) {
  process.stderr.write(`migration failed: ${describe(error)}\n`)
  process.exitCode = 1
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}\n${error.cause.message}` : error.message
}
