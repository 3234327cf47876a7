import { fr, typeset } from '#lib/typography.ts'
import { showable } from '#lib/foreign-text.ts'

export const kindWords: Readonly<Record<string, string>> = {
  agency: 'Agence',
  operator: 'Opérateur',
  vendor: 'Éditeur',
  distributor: 'Distributeur',
}

export const organisationStates: Readonly<Record<string, string>> = {
  candidate: 'candidat',
  admitted: 'admis',
  closed: 'fermé',
}

/** « Opérateur, éditeur OP-00027 · admis ». */
export function organisationLine({
  kinds,
  number,
  state,
}: {
  readonly kinds: readonly string[]
  readonly number: string
  readonly state?: string
}): string {
  const names = kinds.map((kind) => kindWords[kind] ?? showable(kind)).join(', ')
  return state === undefined
    ? fr`${names} ${number}`
    : fr`${names} ${number} · ${organisationStates[state] ?? state}`
}

export const organisationWords = {
  title: typeset('Mon organisme'),
} as const
