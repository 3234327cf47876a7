import { inChunks } from '../db/chunks.ts'
import { certificate } from '../db/schema/certificate.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Certificate } from './certificate.ts'

export function certificateRepository(tx: Transaction) {
  return {
    async insert(certificates: readonly Certificate[]): Promise<void> {
      const rows = certificates.map(({ file, ...row }) => ({
        ...row,
        der: file?.der ?? null,
        fingerprint: file?.fingerprint ?? null,
        notBefore: file?.notBefore ?? null,
        notAfter: file?.notAfter ?? null,
      }))
      await inChunks(rows, (chunk) => tx.db.insert(certificate).values(chunk))
    },
  }
}
