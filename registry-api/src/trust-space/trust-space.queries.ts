import { eq } from 'drizzle-orm'
import { currentWhitelist, signedList } from '../db/schema/publication.ts'
import type { Transaction } from '../db/transaction.ts'

/** Who signed the list in force. */
export async function currentSigner(tx: Transaction) {
  const [row] = await tx.db
    .select({
      dn: signedList.signerDn,
      fingerprint: signedList.signerFingerprint,
      notAfter: signedList.signerNotAfter,
    })
    .from(currentWhitelist)
    .innerJoin(signedList, eq(signedList.sequence, currentWhitelist.sequence))
  if (!row?.dn || !row.fingerprint || !row.notAfter) return undefined
  return { dn: row.dn, fingerprint: row.fingerprint, notAfter: row.notAfter }
}
