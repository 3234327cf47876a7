import { randomBytes, randomInt } from 'node:crypto'
import { withKey } from '../../support/admissions.ts'

/** Whose a secret is; the agency may read all of them. */
export type Owner = 'nina' | 'noel' | 'leman'

export interface Secret {
  readonly owner: Owner
  /** The field it was planted in. */
  readonly field: string
  /** Lower case, found nowhere by chance. */
  readonly text: string
}

export type Vault = ReturnType<typeof createVault>

/** Makes texts that can only come from where they were planted, each in the form its field wants. */
export function createVault() {
  const secrets: Secret[] = []
  const keep = (owner: Owner, field: string, text: string): string => {
    secrets.push({ owner, field, text: text.toLowerCase() })
    return text
  }
  const letters = () => [...randomBytes(10)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')
  const digits = (count: number) => Array.from({ length: count }, () => randomInt(1, 10)).join('')
  return {
    secrets,
    keep,
    word: (owner: Owner, field: string) => keep(owner, field, `Zq${letters()}`),
    mailbox: (owner: Owner, field: string, role = 'contact') =>
      keep(owner, field, `${role}.${letters()}@planted.example`),
    phone: (owner: Owner, field: string) => `+${keep(owner, field, `33${digits(9)}`)}`,
    /** A SIREN and the SIRET of its seat, which holds it: one secret is enough for both. */
    legalBody(owner: Owner, field: string): { readonly siren: string; readonly siret: string } {
      const siren = keep(owner, field, withKey(digits(8)))
      return { siren, siret: withKey(`${siren}0001`) }
    },
    finess: (owner: Owner, field: string) => keep(owner, field, withKey(digits(8))),
    digits: (owner: Owner, field: string, count: number) => keep(owner, field, digits(count)),
  }
}

/** The secrets that stand in a text, of other owners than these. */
export function leaksIn(text: string, secrets: readonly Secret[], allowed: readonly Owner[] = []): string[] {
  const searched = text.toLowerCase()
  return secrets
    .filter(({ owner, text: secret }) => !allowed.includes(owner) && searched.includes(secret))
    .map(({ owner, field }) => `${field} of ${owner}`)
}
