/** How a decision is called in French, in mails and on screens. A noun that proposes adds its line. */
export const decisionWords: Readonly<Record<string, string>> = {
  'admission.accept': 'l’admission d’un organisme',
  'organisation.rename': 'le changement de nom d’un organisme',
  'commitment.countersign': 'la contresignature d’un contrat',
  'commitment.freeze': 'le gel d’un contrat',
  'commitment.cut': 'la mise hors liste d’un exploitant',
  'commitment.restore': 'le rétablissement d’un contrat',
  'commitment.give-notice': 'le préavis d’un contrat',
  'commitment.end': 'la fin d’un contrat',
  'reference-document.publish': 'la publication d’un texte de référence',
  'membership.grant': 'l’attribution d’un rôle à l’agence',
  'membership.change': 'le changement d’un rôle à l’agence',
  'drimbox.restore': 'le retour d’une DRIMbox',
  'drimbox.withdraw': 'le retrait d’une DRIMbox',
}

/** The words for `${subjectKind}.${event}`; the code itself where nobody has found any. */
export function wordsOf(subjectKind: string, event: string): string {
  const code = `${subjectKind}.${event}`
  return decisionWords[code] ?? code
}
