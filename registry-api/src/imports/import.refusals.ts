import { refusals } from '../errors.ts'

export const importRefusals = refusals({
  'import-list-refused': {
    kind: 'invalid',
    en: 'The list does not verify ({verification}): {reason}',
    fr: 'La liste n’est pas vérifiable ({verification}) : {reason}',
    next: 'See the code of the verification. An expired signer asks for `at`, another authority for its anchors.',
  },
  'import-lines-refused': {
    kind: 'invalid',
    en: 'The list verifies, but {lines} of its lines cannot be entered. Nothing was stored.',
    fr: 'La liste est vérifiée, mais {lines} de ses lignes ne peuvent pas être reprises. Rien n’a été conservé.',
    next: 'See `errors`: one for each line. They have to be settled with the agency before the first import.',
  },
  'import-anchors-unusable': {
    kind: 'invalid',
    en: 'The anchors given with the list cannot be used ({trust}): {reason}',
    fr: 'Les ancres fournies avec la liste sont inutilisables ({trust}) : {reason}',
    next: 'Give the root as anchor and its issuing CAs as intermediates, as base64 of their DER.',
  },
})
