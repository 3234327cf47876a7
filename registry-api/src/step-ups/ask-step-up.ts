import { generateAuthenticationOptions } from '@simplewebauthn/server'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import type { Principal } from '../db/principal.ts'
import type { World } from '../world.ts'
import { actDigest } from './act-digest.ts'
import type { Act } from './act.ts'
import { authenticatorRefusals } from './authenticator.refusals.ts'
import { authenticatorRepository } from './authenticator.repository.ts'
import { challengeOf, newNonce } from './challenge.ts'
import { personAt } from './person-at.ts'
import { stepUpRepository } from './step-up.repository.ts'
import type { RelyingParty } from './webauthn.ts'

/** A key at hand, a PIN to type: two minutes (procedures 4). */
export const STEP_UP_LIFE_MS = 120_000

export interface AskedStepUp {
  readonly id: string
  readonly nonce: string
  readonly options: PublicKeyCredentialRequestOptionsJSON
  readonly expiresAt: Date
}

/**
 * Begins a step-up: what the caller's security key is to sign so that this act, and no other, may be done.
 * Refuses `authenticator-missing`, and `key-may-not-decide` to an API key (S3).
 */
export async function askStepUp(
  world: World,
  principal: Principal,
  relyingParty: RelyingParty,
  act: Omit<Act, 'stepUpId'>,
): Promise<AskedStepUp> {
  const { personId, sessionId } = personAt(principal)
  return world.inTransaction(principal, async (tx) => {
    const keys = await authenticatorRepository(tx).live(personId)
    if (keys.length === 0) throw authenticatorRefusals('authenticator-missing')
    const actSha256 = actDigest(personId, act)
    const nonce = newNonce()
    const challenge = challengeOf(nonce, actSha256)
    const id = tx.newId()
    const expiresAt = new Date(tx.at.getTime() + STEP_UP_LIFE_MS)
    await stepUpRepository(tx).insert({ id, personId, sessionId, nonce, actSha256, challenge, expiresAt })
    const options = await generateAuthenticationOptions({
      rpID: relyingParty.id,
      challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
      allowCredentials: keys.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      userVerification: 'required',
      timeout: STEP_UP_LIFE_MS,
    })
    return { id, nonce, options, expiresAt }
  })
}
