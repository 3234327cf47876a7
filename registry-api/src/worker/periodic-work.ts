import { endMembershipsOver } from '../accounts/end-membership.ts'
import { sleepIdlePeople } from '../accounts/sleep-members.ts'
import { admissionWork } from '../admissions/periodic.ts'
import { periodicApiKeys } from '../api-keys/periodic.ts'
import { commitmentWork } from '../commitments/periodic.ts'
import { periodicDecisions } from '../decisions/periodic.ts'
import { delegationWork } from '../delegations/periodic.ts'
import { eraseOldAnswers } from '../idempotency/erase-old-answers.ts'
import { eraseOldSecrets } from '../mails/erase-old-secrets.ts'
import type { World } from '../world.ts'

/** What a noun does by itself when its time has come: time becomes events here, and nowhere else. */
export interface PeriodicWork {
  /** Its lock and its line of the log. */
  readonly name: string
  /** Answers how many things changed. May be run as often as one likes. */
  run(world: World): Promise<number>
}

/** Of every noun. A new one adds its line here. */
export const periodicWork: readonly PeriodicWork[] = [
  ...admissionWork,
  ...commitmentWork,
  ...delegationWork,
  ...periodicDecisions,
  { name: 'end-memberships', run: endMembershipsOver },
  { name: 'sleep-idle-people', run: sleepIdlePeople },
  ...periodicApiKeys,
  { name: 'erase-old-secrets', run: eraseOldSecrets },
  { name: 'erase-old-answers', run: eraseOldAnswers },
]
