import type { Agency } from './mail-values.ts'

/*
 * A mail is written down when it is decided, and two things are kept out of its text until it leaves: what the service
 * says of itself (the worker knows it), and secrets, which nobody may read in the database once they have been sent.
 * Their places are marked by ⟦⟧, which no value can hold (harmless).
 */
const SLOT = /⟦(agency|secret):([^⟦⟧]*)⟧/g
const HIDDEN = '••••••••'

export function agencySlot(name: keyof Agency): string {
  return `⟦agency:${name}⟧`
}

export function secretSlot(secret: string): string {
  return `⟦secret:${secret}⟧`
}

/** The text as it is sent. */
export function openSlots(body: string, agency: Agency): string {
  return body.replace(SLOT, (_, kind: string, held: string) =>
    kind === 'secret' ? held : (agency[held as keyof Agency] ?? ''),
  )
}

/** The text as it is shown to anybody but its recipient. */
export function closeSlots(body: string, agency: Agency): string {
  return openSlots(eraseSecrets(body), agency)
}

export function hasSecret(body: string): boolean {
  return body.includes('⟦secret:')
}

/** The text as it is kept once it has been sent. */
export function eraseSecrets(body: string): string {
  return body.replace(SLOT, (slot, kind: string) => (kind === 'secret' ? HIDDEN : slot))
}
