import type { Transaction } from '../db/transaction.ts'
import type { MailValues } from '../mails/mail-values.ts'
import { sendMail } from '../mails/send-mail.ts'
import type { Commitment, CommitmentKind } from './commitment.ts'

const NAMES: Readonly<Record<CommitmentKind, string>> = {
  'test-agreement': 'convention de test',
  'integration-contract': 'contrat d’intégration',
  internal: 'engagement interne',
  import: 'engagement repris de la liste',
}

/** How people call a commitment. */
export function nameOfCommitment({ kind }: Pick<Commitment, 'kind'>): string {
  return NAMES[kind]
}

type Told = 'M2' | 'M6' | 'M8' | 'M9' | 'M10'

/** Writes to the organisation what has just become of its commitment: once for each of its versions. */
export async function tellOrganisation<T extends Told>(
  tx: Transaction,
  commitment: Commitment,
  template: T,
  valuesOf: (name: string) => MailValues<T>,
): Promise<void> {
  await sendMail(tx, {
    template,
    recipient: { kind: 'organisation', id: commitment.organisationId },
    values: valuesOf(nameOfCommitment(commitment)),
    dedupeKey: `commitment:${commitment.id}:${commitment.version}:${template}`,
  })
}

const NAMED_AT_MOST = 20

/** Lines or hosts in one sentence: a mail is read, not searched. */
export function inWords(names: readonly string[]): string {
  if (names.length === 0) return 'aucune DRIMbox'
  const named = names.slice(0, NAMED_AT_MOST).join(', ')
  const rest = names.length - NAMED_AT_MOST
  return rest > 0 ? `${named} et ${rest} autres` : named
}
