import type { Change } from '../audit/audit.ts'
import { recordChanges } from '../audit/record-changes.ts'
import { systemPrincipal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { World } from '../world.ts'
import { accountRepository, type Identity, type Person } from './account.repository.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import type { ProviderAnswer, ProviderClient } from './provider.client.ts'
import { hashOfSecret } from './secrets.ts'
import { signInRefusals } from './sign-in.refusals.ts'
import { assertUsable, type ProviderIdentity } from './sign-in.rules.ts'
import { sleepOtherEmployers } from './sleep-members.ts'

export interface CompletedSignIn {
  readonly session: OpenedSession
  readonly person: { readonly id: string; readonly name: string | null }
  readonly returnTo: string | null
}

export interface SignInInput {
  readonly handle: string
  readonly answer: ProviderAnswer
  readonly requestId?: string | undefined
}

/**
 * Comes back from the provider: the attempt is spent first, then its answer is traded for an identity, then the person
 * behind it, known or new, gets a session of their own. Refuses `sign-in-…`, each by its code.
 */
export async function completeSignIn(
  world: World,
  provider: ProviderClient,
  { handle, answer, requestId }: SignInInput,
): Promise<CompletedSignIn> {
  const principal = { ...systemPrincipal('sign-in'), ...(requestId === undefined ? {} : { requestId }) }
  const attempt = await world.inTransaction(principal, async (tx) => {
    const accounts = accountRepository(tx)
    const found = await accounts.findAttempt(hashOfSecret(handle))
    assertUsable(found, answer.state, tx.at)
    await accounts.useAttempt(found.id)
    return found
  })
  // The provider is asked between two transactions: none waits for the network.
  const { state, nonce, codeVerifier } = attempt
  const claimed = await provider.redeem({ state, nonce, codeVerifier: codeVerifier ?? '' }, answer)
  return world.inTransaction(principal, async (tx) => {
    const { person, identity, changes } = await personOf(tx, claimed)
    const session = await openSession(tx, { personId: person.id, identityId: identity.id })
    const opened: Change = { event: 'session.opened', subject: { kind: 'session', id: session.id } }
    await recordChanges(
      tx,
      [...changes, opened].map((change) => ({ ...change, onBehalfOf: person.id })),
    )
    return { session, person: { id: person.id, name: person.name }, returnTo: attempt.returnTo }
  })
}

interface Known {
  readonly person: Person
  readonly identity: Identity
  readonly changes: readonly Change[]
}

/** The person of (issuer, sub): a mail, however equal, never links to anybody (decisions 30). */
async function personOf(tx: Transaction, claimed: ProviderIdentity): Promise<Known> {
  const accounts = accountRepository(tx)
  await accounts.lockIdentity(claimed.issuer, claimed.subject)
  const identity = await accounts.findIdentity(claimed.issuer, claimed.subject)
  return identity === undefined ? enterPerson(tx, claimed) : recognise(tx, identity, claimed)
}

async function enterPerson(tx: Transaction, claimed: ProviderIdentity): Promise<Known> {
  const accounts = accountRepository(tx)
  const { at } = tx
  const { name, mail } = claimed
  const person: Person = {
    id: tx.newId(),
    version: 1,
    name,
    mail,
    state: 'active',
    lastSeenAt: at,
    createdAt: at,
    updatedAt: at,
  }
  const identity: Identity = {
    id: tx.newId(),
    personId: person.id,
    issuer: claimed.issuer,
    subject: claimed.subject,
    idp: claimed.idp,
    siretClaim: claimed.siret,
    createdAt: at,
    lastUsedAt: at,
  }
  await accounts.insertPerson(person)
  await accounts.insertIdentity(identity)
  return {
    person,
    identity,
    changes: [{ event: 'person.entered', subject: { kind: 'person', id: person.id } }],
  }
}

async function recognise(tx: Transaction, identity: Identity, claimed: ProviderIdentity): Promise<Known> {
  const accounts = accountRepository(tx)
  const person = await accounts.findPersonForAct(identity.personId)
  if (person === undefined || person.state === 'left') throw signInRefusals('sign-in-person-left')
  const changes: Change[] = []
  if (claimed.siret !== null && claimed.siret !== identity.siretClaim)
    changes.push(...(await sleepOtherEmployers(tx, person.id, claimed.siret)))
  await accounts.changeIdentity(identity.id, {
    siretClaim: claimed.siret ?? identity.siretClaim,
    idp: claimed.idp,
    lastUsedAt: tx.at,
  })
  const [name, mail] = [claimed.name ?? person.name, claimed.mail ?? person.mail]
  const fields = [...(name === person.name ? [] : ['name']), ...(mail === person.mail ? [] : ['mail'])]
  const isAwake = person.state === 'active'
  const subject = { kind: 'person', id: person.id } as const
  if (!isAwake) changes.push({ event: 'person.woken', subject, from: person.state, to: 'active' })
  if (fields.length > 0) changes.push({ event: 'person.changed', subject, data: { fields } })
  if (isAwake && fields.length === 0) await accounts.notePersonSeen(person.id)
  else await accounts.changePerson(person, { name, mail, state: 'active', lastSeenAt: tx.at })
  return { person: { ...person, name, mail }, identity, changes }
}
