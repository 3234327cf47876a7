import { loadTrust, verifyWhitelist, VerificationError, type VerifiedWhitelist } from '@trust-space/whitelist'
import { fixture } from '../support/fixtures.ts'

/** What is known of the lists that the ANS published (domain 4.2): the digests were computed with other tools. */
export const realLists = [
  {
    file: 'signed-test-2025-07-23.xml',
    signedAt: '2025-07-23T13:16:40Z',
    entries: 6,
    digest: 'QTzW8LXMmKI24fM5mbT/+7ZePk3VHqmszj6uIEwe8Ws=',
  },
  { file: 'signed-test-2024-12-26.xml', entries: 6 },
  { file: 'signed-test-2025-02-20-crlf.xml' },
] as const satisfies readonly { file: string; signedAt?: string; entries?: number; digest?: string }[]

export const unsignedList = 'unsigned-test-2025-07-23.xml'
export const historicList = 'signed-informative-2024-07-12.xml'

/** Inside the validity of the signer of all of them, 2023-09-12 to 2026-09-12. */
export const THEN = new Date('2025-07-24T00:00:00Z')
/** After it: the day this was written. A clock of the past would accept them again. */
export const TODAY = new Date('2026-11-25T00:00:00Z')

/** The verdict on a real list under the real authority: the list, or the code that refuses it. */
export async function verdictOn(bytes: Uint8Array, at: Date): Promise<VerifiedWhitelist | string> {
  const trust = await loadTrust({
    anchors: [fixture('igc-sante/ACR-EL-TEST.pem')],
    intermediates: [fixture('igc-sante/ACI-EL-ORG-TEST.pem')],
  })
  const signer = { commonName: 'Liste Blanche DRIM-M', organizationalUnit: '318751275100020' }
  try {
    return await verifyWhitelist(bytes, { at, trust, signer, revocation: 'warn' })
  } catch (error) {
    if (error instanceof VerificationError) return error.code
    throw error
  }
}
