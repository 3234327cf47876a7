import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/server'
import { isAgency, systemPrincipal, type Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { credentialsOfAgency, readEnrollee } from './authenticator.queries.ts'
import { authenticatorRepository } from './authenticator.repository.ts'
import { assertFirstKeyAllowed, type AttestationPolicy } from './authenticator.rules.ts'
import { challengeOf, enrolmentDigest, newNonce } from './challenge.ts'
import { personAt } from './person-at.ts'
import { stepUpRepository } from './step-up.repository.ts'
import { ALGORITHMS, type RelyingParty } from './webauthn.ts'

// A new key, then perhaps the old one for the step-up: longer than for one signature.
const ENROLMENT_LIFE_MS = 5 * 60_000

export interface OfferedEnrolment {
  readonly options: PublicKeyCredentialCreationOptionsJSON
  readonly needsStepUp: boolean
  readonly expiresAt: Date
}

/**
 * Begins the enrolment of a security key of the caller. Refuses `authenticator-window-closed`.
 *
 * A device refuses by itself what `excludeCredentials` names: the caller's own keys, and, among people of the agency,
 * the keys of all of them, so that two who decide do not share one (S8). That holds for honest devices and browsers;
 * two persons who want to deceive need no shared key for it.
 */
export async function offerEnrolment(
  world: World,
  principal: Principal,
  relyingParty: RelyingParty,
  policy: AttestationPolicy,
): Promise<OfferedEnrolment> {
  const { personId, sessionId } = personAt(principal)
  const { enrollee, ofAgency } = await world.inTransaction(
    systemPrincipal('enrolment'),
    async (tx) => ({
      enrollee: await readEnrollee(tx, personId),
      ofAgency: isAgency(principal) ? await credentialsOfAgency(tx) : [],
    }),
    { readOnly: true },
  )
  return world.inTransaction(principal, async (tx) => {
    const own = await authenticatorRepository(tx).live(personId)
    if (own.length === 0) assertFirstKeyAllowed(enrollee, tx.at)
    const nonce = newNonce()
    const actSha256 = enrolmentDigest(personId, sessionId)
    const challenge = challengeOf(nonce, actSha256)
    const expiresAt = new Date(tx.at.getTime() + ENROLMENT_LIFE_MS)
    const id = tx.newId()
    await stepUpRepository(tx).insert({ id, personId, sessionId, nonce, actSha256, challenge, expiresAt })
    const excluded = new Set([...own.map(({ credentialId }) => credentialId), ...ofAgency])
    const options = await generateRegistrationOptions({
      rpName: 'DRIM-M',
      rpID: relyingParty.id,
      userName: enrollee.name,
      userDisplayName: enrollee.name,
      userID: Uint8Array.from(Buffer.from(personId.replaceAll('-', ''), 'hex')),
      challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
      attestationType: policy.hasRoots ? 'direct' : 'none',
      excludeCredentials: [...excluded].map((credentialId) => ({ id: credentialId })),
      authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
      timeout: ENROLMENT_LIFE_MS,
    })
    return { options, needsStepUp: own.length > 0, expiresAt }
  })
}
