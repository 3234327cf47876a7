import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { World } from '../world.ts'
import { authenticatorRepository } from './authenticator.repository.ts'
import { personAt } from './person-at.ts'
import { stepUpRefusals } from './step-up.refusals.ts'
import { stepUpRepository } from './step-up.repository.ts'
import { verifyAssertion, WebAuthnError, type RelyingParty } from './webauthn.ts'

/**
 * Takes the answer of the caller's security key. It is good for the one act that was asked for, until the two minutes
 * are over. Refuses `step-up-not-found`, `step-up-answered`, `step-up-expired`, `step-up-not-verified`.
 */
export async function answerStepUp(
  world: World,
  principal: Principal,
  relyingParty: RelyingParty,
  { id, credential }: { readonly id: string; readonly credential: AuthenticationResponseJSON },
): Promise<{ readonly id: string; readonly expiresAt: Date }> {
  const { personId, sessionId } = personAt(principal)
  const read = async (tx: Transaction) => {
    const asked = await stepUpRepository(tx).find(id)
    // What was asked before one screen is not answered before another.
    if (asked === undefined || asked.sessionId !== sessionId) throw stepUpRefusals('step-up-not-found')
    if (asked.verifiedAt !== null) throw stepUpRefusals('step-up-answered')
    if (asked.expiresAt <= tx.at) throw stepUpRefusals('step-up-expired')
    const keys = await authenticatorRepository(tx).live(personId)
    const key = keys.find(({ credentialId }) => credentialId === credential.id)
    // Another person's key, handed over or not, is no key of this one.
    if (key === undefined) throw stepUpRefusals('step-up-not-verified', { fault: 'unknown-key' })
    return { asked, key }
  }
  const { asked, key } = await world.inTransaction(principal, read, { readOnly: true })
  const { signCount } = await verified(() =>
    verifyAssertion(relyingParty, { response: credential, challenge: asked.challenge, key }),
  )
  return world.inTransaction(principal, async (tx) => {
    // The counter is compared once more: of two answers with the same one, the second comes from a copy of the key.
    if (!(await authenticatorRepository(tx).use(key, signCount)))
      throw stepUpRefusals('step-up-not-verified', { fault: 'counter' })
    if (!(await stepUpRepository(tx).verify(id, key.id))) throw stepUpRefusals('step-up-answered')
    return { id, expiresAt: asked.expiresAt }
  })
}

async function verified<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch (error) {
    if (error instanceof WebAuthnError) throw stepUpRefusals('step-up-not-verified', { fault: error.fault })
    throw error
  }
}
