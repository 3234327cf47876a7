import { separationRefusals } from './separation.refusals.ts'

const NOT_WITH_AA = ['AD', 'AP', 'AS']

/** S4: who hands out the roles of the agency holds none that decides. Throws `roles-do-not-fit`. */
export function assertRolesFit(roles: readonly string[]): void {
  if (roles.includes('AA') && roles.some((role) => NOT_WITH_AA.includes(role)))
    throw separationRefusals('roles-do-not-fit')
}

/** S7: nobody changes their own roles, whatever account they use. Throws `own-roles`. */
export function assertNotOwnRoles(actorPersonId: string | undefined, memberPersonId: string): void {
  if (actorPersonId === memberPersonId) throw separationRefusals('own-roles')
}
