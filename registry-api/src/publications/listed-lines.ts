import type { Transaction } from '../db/transaction.ts'
import type { Line } from './publication.ts'
import { publicationRepository } from './publication.repository.ts'

/** The lines that are on the next list, in their order, for nouns that compare with them. */
export async function listedLines(tx: Transaction): Promise<Line[]> {
  return publicationRepository(tx).listedLines()
}
