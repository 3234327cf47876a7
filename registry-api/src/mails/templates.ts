/** A mail as it is written (procedures.md, 9): an object, and paragraphs. */
interface Template {
  /** Follows `[DRIM-M {espace}]`. */
  readonly subject: string
  /**
   * `{name}` is a value that must be given. A paragraph with a `{name?}` is left out where that value is not. What a
   * value is follows from its name: see `kinds` in mail-values.ts.
   */
  readonly paragraphs: readonly string[]
}

// The end of every decision that can be contested: who took it, and before whom ({V} of procedures.md, 9).
const CONTESTABLE = [
  'Décision prise par {auteur}.',
  'Vous pouvez former un recours gracieux, ou saisir le tribunal administratif de {ville}, sous deux mois.',
] as const
// The same where a rule may have decided alone, at its hour: then there is no author to name.
const CONTESTABLE_IF_DECIDED = [
  'Décision prise par {auteur?}. Vous pouvez former un recours gracieux, ou saisir le tribunal administratif de {ville}, sous deux mois.',
] as const

export const templates = {
  M1: {
    subject: 'Demande reçue',
    paragraphs: [
      'Nous avons bien reçu votre envoi du {date} : {objet}.',
      'Service chargé du dossier : {service}, {adresse}, {mel}, {tel}.',
      'Vous aurez une réponse avant le {echeance} ; le silence ne vaut pas accord.',
    ],
  },
  M2: {
    subject: 'À compléter',
    paragraphs: [
      'Dossier : {objet?}.',
      'Il manque :{liste?}',
      'Motif : {motif}.',
      'Merci de compléter avant le {echeance?} ; le délai de réponse est suspendu jusque-là.',
    ],
  },
  M3: {
    subject: 'Refus',
    paragraphs: [
      'Notre réponse est un refus : {objet}.',
      'Faits : {faits}.',
      'Règle : {clause}.',
      'Suite : {suite}.',
      ...CONTESTABLE,
    ],
  },
  M4: {
    subject: 'Contrat prêt',
    paragraphs: [
      'Le contrat est prêt : version {version}, empreinte {sha256}.',
      'Il est à signer par {signataire} avant le {echeance}.',
    ],
  },
  M5: {
    subject: 'Second regard attendu',
    paragraphs: [
      '{proposant} propose : {decision}.',
      'Effet sur la liste : entrées {n}, sorties {m}.',
      'Votre regard est attendu avant le {echeance}.',
    ],
  },
  M6: {
    subject: 'Accord',
    paragraphs: ['Accord donné : {objet}.', 'Noms : {db?}, {vi?}.', 'Suite : {suite}.'],
  },
  M7: {
    subject: 'Certificat bientôt expiré',
    paragraphs: [
      'Le certificat de {db} expire le {date} (jours restants : {n}).',
      'Gardez le même sujet : la liste ne changera pas.',
    ],
  },
  M8: {
    subject: 'Gel',
    paragraphs: [
      'Gel décidé : {objet}.',
      'Vos lignes restent sur la liste ; rien de neuf n’y entrera.',
      'Faits : {faits}.',
      'Clause : {clause}.',
      ...CONTESTABLE,
    ],
  },
  M9: {
    subject: 'Hors liste',
    paragraphs: [
      'Depuis le {heure}, l’espace de confiance ne reconnaît plus : {db}.',
      'Leviers : {leviers} ; plein effet sous {delai}.',
      'Motif : {motif}.',
      'Retour : {suite}.',
      ...CONTESTABLE_IF_DECIDED,
    ],
  },
  M10: {
    subject: 'Retrait',
    paragraphs: [
      'Retrait le {date} : {db}.',
      'Le numéro {n?} ne resservira pas.',
      'Motif : {motif?}.',
      ...CONTESTABLE_IF_DECIDED,
    ],
  },
  M11: {
    subject: 'Invitation',
    paragraphs: [
      '{nom} vous invite : {role}, {organisme}.',
      'Votre code : {code}',
      'Il sert une seule fois, avant le {date}. Connectez-vous au portail, puis saisissez-le.',
      'Si vous n’attendiez pas cette invitation, ne faites rien.',
    ],
  },
  M12: {
    subject: 'Clé révoquée',
    paragraphs: ['La clé {id} a été révoquée le {date} par {acteur}.', 'Dernier usage : {usage}.'],
  },
  M13: {
    subject: 'Observations',
    paragraphs: [
      'Nous envisageons la mesure suivante : {mesure}.',
      'Faits : {faits}.',
      'Clause : {clause}.',
      'Répondez avant le {echeance} ; vous pouvez vous faire assister.',
    ],
  },

  // Beside those of procedures.md, what its rules of sections 1 to 4 tell somebody.
  'request-lapsed': {
    subject: 'Demande close',
    paragraphs: [
      'Votre demande est close sans décision : {objet}.',
      'Motif : {motif}.',
      'Vous pouvez en déposer une nouvelle à tout moment.',
    ],
  },
  'completion-reminder': {
    subject: 'Rappel : à compléter',
    paragraphs: [
      'Nous attendons toujours des éléments de votre part : {objet}.',
      'Sans réponse avant le {echeance}, la demande sera close.',
    ],
  },
  'recommitment-asked': {
    subject: 'Nouvelle version à signer',
    paragraphs: [
      'Une nouvelle version du texte qui vous engage est en vigueur : {document}, version {version}.',
      'Merci de la signer avant le {echeance}.',
    ],
  },
  'delegation-expiring': {
    subject: 'Délégation bientôt expirée',
    paragraphs: [
      'Délégation reçue : {structure}. Elle expire le {date} (jours restants : {n}).',
      'Déposez la nouvelle sans attendre : une délégation expirée empêche de déposer une DRIMbox.',
    ],
  },
  'authenticator-added': {
    subject: 'Clé de sécurité ajoutée',
    paragraphs: [
      'Une clé de sécurité a été ajoutée à votre compte le {heure} : {cle}.',
      'Si ce n’est pas vous, prévenez aussitôt {service}, {mel}, {tel}.',
    ],
  },
  'siren-asked-again': {
    subject: 'Demande au nom de votre organisme',
    paragraphs: [
      'Le {date}, quelqu’un a demandé l’admission d’un organisme dont le SIREN, {siren}, est le vôtre.',
      'Si cette personne est des vôtres, invitez-la depuis votre équipe. Sinon, prévenez {service}, {mel}, {tel}.',
    ],
  },
  'contact-code': {
    subject: 'Code de vérification',
    paragraphs: [
      '{organisme} a donné cette adresse comme contact.',
      'Code de vérification : {code}',
      'Il sert une seule fois, avant le {heure}. Si cette demande ne vous dit rien, ne faites rien.',
    ],
  },
  'key-half-life': {
    subject: 'Clé à renouveler',
    paragraphs: [
      'La clé {id} expire le {date} ; la moitié de sa vie est passée.',
      'Créez la suivante avant cette date, puis révoquez celle-ci.',
    ],
  },
  'keys-asleep': {
    subject: 'Clés endormies',
    paragraphs: [
      '{nom} ne fait plus partie de votre équipe : ses clés ne répondent plus.',
      'Clés concernées :{liste}',
      'Reprenez celles dont vous avez besoin, révoquez les autres.',
    ],
  },
  'membership-to-confirm': {
    subject: 'Arrivée à confirmer',
    paragraphs: [
      '{nom} a accepté une invitation : {role}, {organisme}.',
      'Cette arrivée attend qu’une autre personne que celle qui a invité la confirme, ou y mette fin.',
    ],
  },
} as const satisfies Readonly<Record<string, Template>>

export type TemplateName = keyof typeof templates
