import type { Change } from '../audit/audit.ts'
import { recordChanges } from '../audit/record-changes.ts'
import { systemPrincipal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { World } from '../world.ts'
import { accountRepository } from './account.repository.ts'
import type { Membership } from './membership.ts'
import { membershipRepository } from './membership.repository.ts'
import { endSessionsOf } from './open-session.ts'

export const IDLE_PERSON_MS = 90 * 24 * 3_600_000
const BATCH = 100

/**
 * The provider says that a person works for somebody else now: their places in other organisations rest until an
 * administrator confirms them again.
 */
export async function sleepOtherEmployers(
  tx: Transaction,
  personId: string,
  siret: string,
): Promise<Change[]> {
  const memberships = membershipRepository(tx)
  const changes: Change[] = []
  for (const membership of await memberships.findOfPerson(personId)) {
    const organisation = await memberships.findOrganisation(membership.organisationId)
    if (membership.state !== 'active' || organisation?.siren == null) continue
    if (organisation.siren === siret.slice(0, 9)) continue
    changes.push(await sleep(tx, membership, 'employer-changed'))
  }
  if (changes.length > 0) changes.push(...(await endSessionsOf(tx, personId, 'asleep')))
  return changes
}

/** Whoever has not been here for {90 d} sleeps, with all their places; a batch at a time. Gives how many. */
export async function sleepIdlePeople(world: World): Promise<number> {
  return world.inTransaction(systemPrincipal('worker'), async (tx) => {
    const accounts = accountRepository(tx)
    const memberships = membershipRepository(tx)
    const idle = await accounts.findIdlePeople(new Date(tx.at.getTime() - IDLE_PERSON_MS), BATCH)
    for (const person of idle) {
      await accounts.changePerson(person, { state: 'asleep' })
      const changes: Change[] = [
        { event: 'person.slept', subject: { kind: 'person', id: person.id }, from: 'active', to: 'asleep' },
      ]
      for (const membership of await memberships.findOfPerson(person.id))
        if (membership.state === 'active') changes.push(await sleep(tx, membership, 'idle'))
      changes.push(...(await endSessionsOf(tx, person.id, 'asleep')))
      await recordChanges(tx, changes)
    }
    return idle.length
  })
}

async function sleep(tx: Transaction, membership: Membership, cause: string): Promise<Change> {
  await membershipRepository(tx).change(membership, { state: 'asleep' })
  return {
    event: 'membership.slept',
    subject: { kind: 'membership', id: membership.id },
    organisationId: membership.organisationId,
    from: membership.state,
    to: 'asleep',
    data: { cause, roles: membership.roles },
  }
}
