import type { World } from '../world.ts'
import { lapseAdmissions } from './lapse-admissions.ts'
import { tellBearersOfSiren } from './tell-bearers-of-siren.ts'

/** What time does to admissions. Silence never accepts one: what is late stands first in the list of requests. */
export const admissionWork: readonly { readonly name: string; run(world: World): Promise<number> }[] = [
  { name: 'lapse-admissions', run: lapseAdmissions },
  { name: 'tell-bearers-of-siren', run: tellBearersOfSiren },
]
