import { refusals } from '../errors.ts'

const AGAIN = 'Begin again from the page of sign-in.'
const TELL =
  'Tell whoever runs this instance: the provider answered what it must not, or somebody stands between.'

export const signInRefusals = refusals({
  'sign-in-not-configured': {
    kind: 'unavailable',
    en: 'Nobody can sign in here: no identity provider is configured.',
    fr: 'Personne ne peut se connecter ici : aucun fournisseur d’identité n’est configuré.',
    next: 'Set REGISTRY_OIDC_PROFILE_FILE and start the registry again.',
  },
  'sign-in-provider-unavailable': {
    kind: 'unavailable',
    en: 'The identity provider does not answer as it should.',
    fr: 'Le fournisseur d’identité ne répond pas comme attendu.',
    next: 'Try again in a moment; the log of the registry says what the provider answered.',
  },
  'sign-in-state-unknown': {
    kind: 'forbidden',
    en: 'This answer of the provider belongs to no sign-in begun from this browser.',
    fr: 'Cette réponse du fournisseur ne correspond à aucune connexion commencée depuis ce navigateur.',
    next: AGAIN,
  },
  'sign-in-already-used': {
    kind: 'forbidden',
    en: 'This sign-in was completed before, or tried before; it serves once.',
    fr: 'Cette connexion a déjà servi ; elle ne sert qu’une fois.',
    next: AGAIN,
  },
  'sign-in-expired': {
    kind: 'forbidden',
    en: 'This sign-in was begun more than {minutes} minutes ago.',
    fr: 'Cette connexion a été commencée il y a plus de {minutes} minutes.',
    next: AGAIN,
  },
  'sign-in-denied': {
    kind: 'forbidden',
    en: 'The identity provider did not let the person in.',
    fr: 'Le fournisseur d’identité n’a pas laissé passer la personne.',
    next: AGAIN,
  },
  'sign-in-code-refused': {
    kind: 'forbidden',
    en: 'The identity provider did not take the code: used before, expired, or of another browser.',
    fr: 'Le fournisseur d’identité a refusé le code : déjà utilisé, expiré, ou d’un autre navigateur.',
    next: AGAIN,
  },
  'sign-in-nonce': {
    kind: 'forbidden',
    en: 'The ID token was made for another sign-in (nonce).',
    fr: 'Le jeton d’identité a été émis pour une autre connexion (nonce).',
    next: TELL,
  },
  'sign-in-issuer': {
    kind: 'forbidden',
    en: 'The answer or its ID token comes from another issuer than the one configured.',
    fr: 'La réponse ou son jeton d’identité vient d’un autre émetteur que celui configuré.',
    next: TELL,
  },
  'sign-in-audience': {
    kind: 'forbidden',
    en: 'The ID token was made for another client than this registry.',
    fr: 'Le jeton d’identité a été émis pour un autre client que ce registre.',
    next: TELL,
  },
  'sign-in-algorithm': {
    kind: 'forbidden',
    en: 'The ID token is signed by an algorithm that is not accepted here.',
    fr: 'Le jeton d’identité est signé par un algorithme qui n’est pas accepté ici.',
    next: 'Compare `algs` of the profile with what the provider signs with; none and HMAC are never accepted.',
  },
  'sign-in-signature': {
    kind: 'forbidden',
    en: 'The signature of the ID token is not of a key of the provider.',
    fr: 'La signature du jeton d’identité n’est pas d’une clé du fournisseur.',
    next: TELL,
  },
  'sign-in-token-expired': {
    kind: 'forbidden',
    en: 'The ID token is expired or not yet valid.',
    fr: 'Le jeton d’identité est expiré ou pas encore valable.',
    next: 'Check the clocks of both machines, then begin again.',
  },
  'sign-in-token-invalid': {
    kind: 'forbidden',
    en: 'The ID token or the userinfo cannot be read, or lacks what it must say.',
    fr: 'Le jeton d’identité ou les informations de la personne sont illisibles ou incomplets.',
    next: TELL,
  },
  'sign-in-subject': {
    kind: 'forbidden',
    en: 'The userinfo is about somebody else than the ID token.',
    fr: 'Les informations reçues concernent une autre personne que le jeton d’identité.',
    next: TELL,
  },
  'sign-in-acr': {
    kind: 'forbidden',
    en: 'The person did not authenticate strongly enough for this registry.',
    fr: 'L’authentification de la personne n’est pas assez forte pour ce registre.',
    next: 'Sign in again by a means of a level listed in `acceptedAcr` of the profile.',
  },
  'sign-in-idp': {
    kind: 'forbidden',
    en: 'This registry does not take identities of that organisation’s provider.',
    fr: 'Ce registre n’accepte pas les identités de ce fournisseur.',
    next: 'Use an account of a provider listed in `acceptedIdp` of the profile.',
  },
  'sign-in-person-left': {
    kind: 'forbidden',
    en: 'This account was closed.',
    fr: 'Ce compte est fermé.',
    next: 'Ask an administrator of the agency.',
  },
})
