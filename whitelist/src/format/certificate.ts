import type { DistinguishedName } from './distinguished-name.ts'

/** Subject of a DER certificate. Throws DistinguishedNameError. */
export function subjectOfCertificate(_der: Uint8Array): DistinguishedName {
  throw new Error('not yet')
}
