import type { Transaction } from '../db/transaction.ts'
import type { Certificate, CertificateFile } from './certificate.ts'
import { certificateRepository } from './certificate.repository.ts'

export interface NewCertificate {
  readonly drimboxId: string
  readonly dn: string
  readonly file: CertificateFile | null
}

/**
 * Enters certificates that are listed with their DRIMbox from the start. The DRIMbox's own event tells of them: there
 * is no certificate without its DRIMbox yet.
 */
export async function listCertificates(
  tx: Transaction,
  certificates: readonly NewCertificate[],
): Promise<void> {
  await certificateRepository(tx).insert(
    certificates.map((given): Certificate => ({
      ...given,
      id: tx.newId(),
      version: 1,
      state: 'listed',
      createdAt: tx.at,
      updatedAt: tx.at,
    })),
  )
}
