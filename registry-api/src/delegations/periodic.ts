import type { World } from '../world.ts'
import { expireDelegations } from './expire-delegations.ts'
import { warnOfExpiry } from './warn-of-expiry.ts'

/** What time does to delegations. No line leaves by it; run twice, the second does nothing. */
export const delegationWork: readonly {
  readonly name: string
  run(world: World): Promise<number>
}[] = [
  { name: 'expire-delegations', run: expireDelegations },
  { name: 'warn-of-delegation-expiry', run: warnOfExpiry },
]
