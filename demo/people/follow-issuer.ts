import { readFileSync } from 'node:fs'
import { openConnection } from '../../registry-api/src/db/client.ts'
import { writeAside } from '../launch/write-aside.ts'

/**
 * The issuer of the demo holds its port, and a person is (issuer, subject): started on other ports, everybody would be
 * a stranger. So, before the API starts, the people of a former issuer of this data directory become those of this one.
 * `noteFile` says which it was last; it is written last.
 */
export async function followIssuer(ownerUrl: string, noteFile: string, issuer: string): Promise<void> {
  if (lastIssuer(noteFile) === issuer) return
  const sql = openConnection(ownerUrl)
  try {
    // Nothing but providers of the demo ever signs in here; so a start that was killed in between is healed too.
    await sql`UPDATE identity SET issuer = ${issuer}
              WHERE issuer ~ '^http://localhost:[0-9]+$' AND issuer <> ${issuer}
                AND NOT EXISTS (SELECT FROM identity AS other
                                WHERE other.issuer = ${issuer} AND other.subject = identity.subject)`
  } finally {
    await sql.end({ timeout: 5 })
  }
  writeAside(noteFile, `${issuer}\n`)
}

function lastIssuer(noteFile: string): string | undefined {
  try {
    return readFileSync(noteFile, 'utf8').trim()
  } catch {
    return undefined
  }
}
