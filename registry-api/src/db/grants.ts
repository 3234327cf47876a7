import { readFile } from 'node:fs/promises'
import type postgres from 'postgres'

export const ROLES = ['registry_api', 'registry_prober', 'registry_housekeeper'] as const
export type RolePasswords = Readonly<Record<(typeof ROLES)[number], string>>

/**
 * Makes the roles where they are missing, sets their passwords, and says again what each may do (decisions 13).
 * Idempotent: run after every migration, by the owner, who must be allowed to create roles.
 */
export async function grantRoles(
  sql: postgres.Sql,
  passwords: RolePasswords,
  grantsFile: string,
): Promise<void> {
  const grants = await readFile(grantsFile, 'utf8')
  await sql.begin(async (tx) => {
    // Roles belong to the cluster, not to the database: two set-ups at once would otherwise both create them.
    await tx`SELECT pg_advisory_xact_lock(hashtext('registry-roles'))`
    for (const role of ROLES) {
      const known = await tx`SELECT FROM pg_roles WHERE rolname = ${role}`
      // DDL takes no parameters: the server itself quotes the password.
      const [statement] = await tx<[{ text: string }]>`
        SELECT format(${known.length === 0 ? 'CREATE' : 'ALTER'} || ' ROLE %I LOGIN PASSWORD %L',
                      ${role}::text, ${passwords[role]}::text) AS text`
      await tx.unsafe(statement.text)
    }
    await tx.unsafe(grants)
  })
}
