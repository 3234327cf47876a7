import type { X509Certificate } from 'node:crypto'
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { recordChanges } from '../audit/record-changes.ts'
import { refusedByConstraint } from '../db/failures.ts'
import { systemPrincipal, type Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { sendMail } from '../mails/send-mail.ts'
import type { World } from '../world.ts'
import type { Act } from './act.ts'
import { readEnrollee } from './authenticator.queries.ts'
import { authenticatorRefusals } from './authenticator.refusals.ts'
import { authenticatorRepository } from './authenticator.repository.ts'
import type { Authenticator } from './authenticator.ts'
import { assertFirstKeyAllowed, assertMayEnrol, type AttestationPolicy } from './authenticator.rules.ts'
import { enrolmentDigest } from './challenge.ts'
import { consumeStepUp } from './consume-step-up.ts'
import { personAt } from './person-at.ts'
import { stepUpRepository } from './step-up.repository.ts'
import { verifyRegistration, WebAuthnError, type RelyingParty } from './webauthn.ts'

export interface EnrolmentParts {
  readonly relyingParty: RelyingParty
  readonly policy: AttestationPolicy
  readonly roots: readonly X509Certificate[]
}

export interface NewAuthenticator {
  readonly credential: RegistrationResponseJSON
  readonly label: string
}

/**
 * Enrols a security key of the caller: the first one in the time for it, each further one with a step-up by a key they
 * have, and a mail to them. Refuses `enrolment-unknown`, `enrolment-not-verified`, `authenticator-window-closed`,
 * `authenticator-known`, `authenticator-soft`, `authenticator-not-attested`, `step-up-…`.
 *
 * What cannot be known: whether two keys of two persons sit in one device (WebAuthn hides it; a make is not a device),
 * and whether a person lent key and PIN. What is known: the same public key under two persons, by which four eyes puts
 * them in doubt (S8, `persons_are_in_doubt`).
 */
export async function enrolAuthenticator(
  world: World,
  principal: Principal,
  { relyingParty, policy, roots }: EnrolmentParts,
  { credential, label }: NewAuthenticator,
  act: Act,
): Promise<Authenticator> {
  const { personId, sessionId } = personAt(principal)
  const enrollee = await world.inTransaction(
    systemPrincipal('enrolment'),
    (tx) => readEnrollee(tx, personId),
    { readOnly: true },
  )
  const offer = await world.inTransaction(
    principal,
    (tx) => findOffer(tx, credential, enrolmentDigest(personId, sessionId)),
    { readOnly: true },
  )
  const made = await verified(() =>
    verifyRegistration(relyingParty, {
      response: credential,
      challenge: offer.challenge,
      roots,
      at: world.clock(),
    }),
  )
  const isOnCall = principal.memberships.some(({ isAgency, roles }) => isAgency && roles.includes('AS'))
  const { isHardware } = assertMayEnrol(
    { aaguid: made.aaguid, isAttested: made.isHardware },
    { isOnCall },
    policy,
  )

  return world.inTransaction(principal, async (tx) => {
    const keys = authenticatorRepository(tx)
    await keys.lock(personId)
    const own = await keys.live(personId)
    if (own.length === 0) assertFirstKeyAllowed(enrollee, tx.at)
    const stepUpId = own.length === 0 ? undefined : await consumeStepUp(tx, act)
    const key: Authenticator = {
      id: tx.newId(),
      personId,
      credentialId: made.credentialId,
      publicKey: made.publicKey,
      signCount: made.signCount,
      aaguid: made.aaguid,
      label,
      transports: knownTransports(credential.response.transports),
      isHardware,
      createdAt: tx.at,
      lastUsedAt: null,
      endedAt: null,
    }
    await refusedByConstraint(keys.insert(key), {
      authenticator_credential_once: () => authenticatorRefusals('authenticator-known'),
    })
    await closeOffer(tx, offer.id, key.id)
    await recordChanges(tx, [
      {
        event: 'authenticator.enrolled',
        subject: { kind: 'authenticator', id: key.id },
        data: { isHardware, ofPerson: own.length + 1 },
        ...(stepUpId === undefined ? {} : { stepUpId }),
      },
    ])
    if (own.length > 0)
      await sendMail(tx, {
        template: 'authenticator-added',
        recipient: { kind: 'person', id: personId },
        values: { heure: tx.at, cle: label },
        dedupeKey: `authenticator-added:${key.id}`,
      })
    return key
  })
}

/** The offer that this key answers, by what it signed. */
async function findOffer(tx: Transaction, credential: RegistrationResponseJSON, digest: string) {
  const challenge = challengeSigned(credential)
  const offer = challenge === undefined ? undefined : await stepUpRepository(tx).findByChallenge(challenge)
  if (
    offer === undefined ||
    offer.actSha256 !== digest ||
    offer.verifiedAt !== null ||
    offer.expiresAt <= tx.at
  )
    throw authenticatorRefusals('enrolment-unknown')
  return offer
}

/** An offer is good for one key: it is answered and spent in one. */
async function closeOffer(tx: Transaction, offerId: string, keyId: string): Promise<void> {
  const offers = stepUpRepository(tx)
  if (!(await offers.verify(offerId, keyId)) || !(await offers.consume(offerId)))
    throw authenticatorRefusals('enrolment-unknown')
}

function challengeSigned(credential: RegistrationResponseJSON): string | undefined {
  try {
    const text = Buffer.from(credential.response.clientDataJSON, 'base64url').toString('utf8')
    const { challenge } = JSON.parse(text) as { challenge?: unknown }
    return typeof challenge === 'string' && challenge.length <= 64 ? challenge : undefined
  } catch {
    return undefined
  }
}

const TRANSPORTS: readonly string[] = ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal']

const knownTransports = (transports: readonly string[] = []) =>
  TRANSPORTS.filter((transport) => transports.includes(transport))

async function verified<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch (error) {
    if (error instanceof WebAuthnError)
      throw authenticatorRefusals('enrolment-not-verified', { fault: error.fault })
    throw error
  }
}
