import { certificateRefusals } from '../certificates/certificate.refusals.ts'
import { decisionRefusals } from '../decisions/decision.refusals.ts'
import { drimboxRefusals } from '../drimboxes/drimbox.refusals.ts'
import type { RefusalTable } from '../errors.ts'
import { importRefusals } from '../imports/import.refusals.ts'
import { organisationRefusals } from '../organisations/organisation.refusals.ts'
import { publicationRefusals } from '../publications/publication.refusals.ts'
import { separationRefusals } from '../rights/separation.refusals.ts'
import { trustSpaceRefusals } from '../trust-space/trust-space.refusals.ts'

/** The refusals of every noun, for the index of errors. A new noun adds its table here. */
export const allRefusals: readonly { readonly noun: string; readonly table: RefusalTable }[] = [
  { noun: 'Organisations', table: organisationRefusals.table },
  { noun: 'DRIMboxes', table: drimboxRefusals.table },
  { noun: 'Certificates', table: certificateRefusals.table },
  { noun: 'Imports', table: importRefusals.table },
  { noun: 'Publications', table: publicationRefusals.table },
  { noun: 'Decisions', table: decisionRefusals.table },
  { noun: 'Separation', table: separationRefusals.table },
  { noun: 'Trust space', table: trustSpaceRefusals.table },
]
