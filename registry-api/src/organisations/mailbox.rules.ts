/**
 * The mailbox of a contact: it is published to users and outlives whoever reads it today, so a support mailbox is a
 * role's, never a person's (« Pas d'adresse nominative »). What counts as a role is data.
 */
export const ROLE_WORDS: ReadonlySet<string> = new Set(
  (
    'accueil admin administration agence alerte alertes applicatif applications appui assistance astreinte ' +
    'cellule centre client clients conformite contact contacts cybersecurite delegue desk direction dmp dpd dpo ' +
    'donnees drim drimbox dsi equipe exploitation export gdpr help helpdesk hotline imagerie incident ' +
    'incidents info informatique infra integration interop it maintenance mail n1 n2 n3 noc numerique operations ' +
    'ops permanence pacs plateforme privacy production projet protection qualite radiologie ris rgpd rssi sav ' +
    'secretariat securite security service services si siem soc sos ssi standard support supervision system ' +
    'systeme team technical technique tech tma urgence urgences web'
  ).split(' '),
)

const LOCAL = /^[a-z0-9](?:[a-z0-9._+-]{0,62}[a-z0-9])?$/i
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

/** An address that any mail server takes, in ASCII: another alphabet would hide look-alikes. */
export function isMailbox(text: string): boolean {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  return at > 0 && LOCAL.test(local) && !local.includes('..') && DOMAIN.test(text.slice(at + 1))
}

/**
 * Whether the mailbox is a role's. A role's word may have digits behind (`support2`), and one
 * is enough (`support.imagerie-ouest`). Without one, two words read as first and last name; so do an
 * initial and a name (`j.martin`). A single word is taken for a department or a product.
 */
export function isRoleMailbox(text: string): boolean {
  if (!isMailbox(text)) return false
  const words = text
    .slice(0, text.lastIndexOf('@'))
    .toLowerCase()
    .split(/[._+-]+/)
  if (words.some((word) => ROLE_WORDS.has(word) || ROLE_WORDS.has(withoutNumber(word)))) return true
  const [only = ''] = words.map(withoutNumber)
  return words.length === 1 && only.length > 1 && !FIRST_NAMES.has(only)
}

function withoutNumber(word: string): string {
  return word.replace(/\d{1,4}$/, '')
}

// The commonest, so that `marie@…` is not taken for a department.
const FIRST_NAMES: ReadonlySet<string> = new Set(
  (
    'adrien alain alexandre alice andre anne antoine arnaud aurelie bernard bruno camille caroline catherine celine ' +
    'charles christian christine christophe claire claude clement daniel david denis denise didier dominique elise ' +
    'emilie emma eric fabien fabrice florence florian francois francoise frederic gilles guillaume helene henri hugo ' +
    'isabelle jacques jean jeanne jerome julie julien karim laura laurence laurent lea louis lucas lucie marc marie ' +
    'martin mathieu maxime mehdi michel mohamed monique nathalie nicolas nicole olivier pascal patrick paul philippe ' +
    'pierre quentin robert romain sandrine sarah sebastien simon sophie stephane sylvie thierry thomas valerie ' +
    'vincent virginie xavier yann yves'
  ).split(' '),
)
