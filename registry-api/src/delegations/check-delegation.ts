import { digestOf } from '../audit/digest-of.ts'
import type { Principal } from '../db/principal.ts'
import { sendMail } from '../mails/send-mail.ts'
import { assertMay } from '../rights/rights.rules.ts'
import type { World } from '../world.ts'
import { applyDelegationEvent, lockDelegation, type Seen } from './act-on-delegation.ts'
import { delegationRefusals } from './delegation.refusals.ts'
import type { Delegation } from './delegation.ts'

export interface Check extends Seen {
  readonly verdict: 'accept' | 'refuse'
  readonly reason?: string | undefined
}

/** One person of the agency reads it against its page: it is active, or refused with the reason (M2). */
export async function checkDelegation(world: World, principal: Principal, input: Check): Promise<Delegation> {
  return world.inTransaction(principal, async (tx) => {
    const delegation = await lockDelegation(tx, input)
    assertMay(principal, 'delegation.check', delegation.organisationId)
    const { verdict, reason } = input
    if (verdict === 'refuse' && reason === undefined) throw delegationRefusals('delegation-motive-needed')
    const checked = await applyDelegationEvent(tx, delegation, verdict, 'delegation.checked', {
      change: { checkedBy: principal.personId ?? null, reason: reason ?? null },
      data: { verdict, reasonSha256: reason === undefined ? null : digestOf(reason) },
    })
    if (verdict === 'refuse')
      await sendMail(tx, {
        template: 'M2',
        recipient: { kind: 'organisation', id: delegation.organisationId },
        values: { objet: `délégation de ${delegation.facilityName}`, motif: reason ?? '' },
        dedupeKey: `delegation:${delegation.id}:${checked.version}:M2`,
      })
    return checked
  })
}
