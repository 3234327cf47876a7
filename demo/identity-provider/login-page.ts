import { Html, markup } from '../page.ts'
import { demoOrganisations } from '../world.ts'
import type { AgencyRole, PartyRole, Persona } from './personas.ts'

const ROLES: Readonly<Record<AgencyRole | PartyRole, string>> = {
  AR: 'support',
  AI: 'instruction',
  AD: 'décision',
  AP: 'publication',
  AS: 'astreinte',
  AA: 'administration de l’agence',
  OA: 'administration',
  OS: 'signature',
  OT: 'technique',
  OR: 'lecture',
  VP: 'produit',
}
const GROUPS = [
  { title: 'Agence', holds: (each) => each.home === 'agency' },
  { title: 'Opérateurs', holds: (each) => kindOf(each) === 'operator' },
  { title: 'Éditeur', holds: (each) => kindOf(each) === 'vendor' },
  { title: 'Nouveaux', holds: (each) => each.home === 'nowhere' },
] as const satisfies readonly { title: string; holds: (each: Persona) => boolean }[]

/** The personas as buttons of one form that posts to where it is shown, grouped as people look for them. */
export function loginForm(personas: readonly Persona[]): Html {
  return markup`<p>Personne n’existe ici : choisissez qui vous êtes pour cette visite. Il n’y a ni mot de passe ni consentement à donner.</p>
<form method="post">${GROUPS.map(({ title, holds }) => group(title, personas.filter(holds)))}
<h2>Renoncer</h2><button class="inline" name="refuse" value="1">Revenir au portail sans se connecter</button></form>`
}

/** The same without a form: who there is, for who comes here outside of a sign-in. */
export function personaList(personas: readonly Persona[]): Html {
  return markup`<p>Ce fournisseur d’identité ne sert qu’à la démonstration. On y vient depuis le portail, par « Se connecter ».</p>
<div class="wide" tabindex="0" role="region" aria-label="Personnes de la démonstration"><table><caption>Personnes de la démonstration</caption>
<thead><tr><th scope="col">Nom</th><th scope="col">Rôles</th><th scope="col">Adresse</th></tr></thead><tbody>${personas.map(
    (each) =>
      markup`<tr><td>${each.name}</td><td>${description(each)}</td><td><code>${each.mail}</code></td></tr>`,
  )}</tbody></table></div>`
}

function group(title: string, members: readonly Persona[]): Html {
  if (members.length === 0) return markup``
  return markup`<h2>${title}</h2><ul class="grid">${members.map(
    (each) =>
      markup`<li><button name="login" value="${each.login}"><strong>${each.name}</strong><span class="muted">${description(each)}</span></button></li>`,
  )}</ul>`
}

function description(persona: Persona): string {
  const roles = persona.roles.map((role) => `${ROLES[role]} (${role})`).join(', ')
  if (persona.home === 'nowhere') return 'ne fait encore partie de rien'
  return persona.home === 'agency' ? roles : `${demoOrganisations[persona.home].name}\u00a0: ${roles}`
}

function kindOf({ home }: Persona): string | undefined {
  return home === 'agency' || home === 'nowhere' ? undefined : demoOrganisations[home].kinds[0]
}
