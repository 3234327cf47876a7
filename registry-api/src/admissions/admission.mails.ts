import type { Transaction } from '../db/transaction.ts'
import type { MailValues } from '../mails/mail-values.ts'
import { sendMail } from '../mails/send-mail.ts'
import type { Admission } from './admission.ts'

/** How people call an admission: by the name it asks for. */
export function nameOfAdmission({ form }: Pick<Admission, 'form'>): string {
  return form.displayName === undefined ? 'l’admission d’un organisme' : `l’admission de ${form.displayName}`
}

type Told = 'M1' | 'M2' | 'M3' | 'request-lapsed' | 'completion-reminder'

/** Writes to the applicant what has just become of the request: once for each of its versions. */
export async function tellApplicant<T extends Told>(
  tx: Transaction,
  admission: Admission,
  template: T,
  valuesOf: (objet: string) => MailValues<T>,
): Promise<void> {
  await sendMail(tx, {
    template,
    recipient: { kind: 'person', id: admission.authorId },
    values: valuesOf(nameOfAdmission(admission)),
    dedupeKey: `admission:${admission.id}:${admission.version}:${template}`,
  })
}
