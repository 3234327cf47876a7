import type { Agency } from './mail-values.ts'

/*
 * A mail is written down when it is decided, and two things are kept out of its text: what the service says of itself,
 * which the worker knows and fills in, and secrets, which nobody may read in the database once they have been sent.
 * Their places are marked by ⟦⟧, which no value can hold (harmless).
 */
const AGENCY = /⟦agency:(\w+)⟧/g
const SECRET = /⟦secret:([^⟦⟧]*)⟧/g
const HIDDEN = '••••••••'

export function agencySlot(name: keyof Agency): string {
  return `⟦agency:${name}⟧`
}

export function secretSlot(secret: string): string {
  return `⟦secret:${secret}⟧`
}

export function fillInAgency(body: string, agency: Agency): string {
  return body.replace(AGENCY, (_, name: string) => agency[name as keyof Agency])
}

/** The text as it is sent. */
export function revealSecrets(body: string): string {
  return body.replace(SECRET, (_, secret: string) => secret)
}

/** The text as it is kept once it has been sent, and as it is shown to anybody but its recipient. */
export function hideSecrets(body: string): string {
  return body.replace(SECRET, HIDDEN)
}

export function hasSecret(body: string): boolean {
  return body.includes('⟦secret:')
}

/** The text for readers of the registry, who may come before the worker. */
export function shownBody(body: string): string {
  return hideSecrets(body).replace(AGENCY, '…')
}
