import { referenceDocumentRefusals } from './reference-document.refusals.ts'
import type { ReferenceDocumentState } from './reference-document.ts'

/** What a version may be published as: people may read an indicative one, they sign the official one. */
export const publications = {
  draft: ['indicative', 'official'],
  indicative: ['official'],
  official: [],
  replaced: [],
} as const satisfies Record<ReferenceDocumentState, readonly ('indicative' | 'official')[]>

/** Throws `reference-document-wrong-state`. */
export function assertMayBecome(state: ReferenceDocumentState, to: 'indicative' | 'official'): void {
  if (!(publications[state] as readonly string[]).includes(to))
    throw referenceDocumentRefusals('reference-document-wrong-state', { state, to })
}

/** Throws `recommitment-too-early`. */
export function assertRecommitmentFollows(inForceOn: string, recommitBy: string | null): void {
  if (recommitBy !== null && recommitBy <= inForceOn)
    throw referenceDocumentRefusals('recommitment-too-early', {}, [
      { pointer: '/recommitBy', code: 'too-early', detail: 'La date suit la mise en vigueur.' },
    ])
}

/** What whoever is bound by one version owes when another is official: nothing (null), or to sign by a day. */
export function recommitmentDue(
  bound: { readonly id: string } | null,
  official: { readonly id: string; readonly recommitBy: string | null } | undefined,
): string | null {
  if (bound === null || official === undefined || bound.id === official.id) return null
  return official.recommitBy
}
