import type { Role } from '../rights/roles.ts'

/** Roles as people read them. */
export const roleNames = {
  AR: 'support de l’agence',
  AI: 'instructeur',
  AD: 'décideur',
  AP: 'publieur',
  AS: 'astreinte',
  AA: 'administrateur de l’agence',
  OA: 'administrateur',
  OS: 'signataire',
  OT: 'technicien',
  OR: 'lecteur',
  VP: 'responsable de produit',
} as const satisfies Record<Role, string>
