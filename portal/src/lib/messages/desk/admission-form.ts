import { typeset } from '#lib/typography.ts'

/** The form of procedures.md 8: sections, fields, hints. */
export const admissionFormWords = {
  sections: {
    nature: 'Qui vous êtes',
    identity: typeset('Votre identité'),
    signatory: 'Qui signe',
    contacts: 'Comment vous joindre',
    plans: typeset('Ce que vous prévoyez'),
  },
  kinds: { legend: 'Nature', hint: typeset('Plusieurs à la fois si besoin.') },
  kindOptions: [
    ['operator', typeset('Opérateur : vous tenez des DRIMbox')],
    ['vendor', typeset('Éditeur : vous faites un produit DRIMbox')],
    ['distributor', typeset('Distributeur')],
  ],
  fields: {
    legalName: { label: 'Raison sociale', hint: typeset('Comme au répertoire Sirene.') },
    displayName: {
      label: typeset('Nom affiché'),
      hint: typeset('Public : il paraît dans la liste blanche.'),
    },
    siren: { label: 'SIREN', hint: typeset('Neuf chiffres, sans espace.') },
    siretSeat: { label: typeset('SIRET du siège'), hint: typeset('Quatorze chiffres, sans espace.') },
    finess: { label: 'FINESS', hint: typeset('Neuf chiffres, si vous en avez un.') },
    structureIdentifier: {
      label: 'Identifiant de structure',
      hint: typeset('Type de 0 à 4, puis l’identifiant, comme dans vos certificats.'),
    },
    'signatory.name': {
      label: typeset('Nom du signataire'),
      hint: typeset('La personne qui engage l’organisme.'),
    },
    'signatory.quality': {
      label: typeset('Sa qualité'),
      hint: typeset('Par exemple : directrice générale.'),
    },
    supportMailbox: {
      label: typeset('Boîte de support'),
      hint: typeset('Une boîte de service, jamais celle d’une personne.'),
    },
    supportPhone: { label: typeset('Téléphone du support'), hint: typeset('Au format +33…') },
    securityPhone: {
      label: typeset('Téléphone de sécurité, 24 h sur 24'),
      hint: typeset('Au format +33… Essayé deux fois par an.'),
    },
    securityMailbox: { label: typeset('Boîte de sécurité'), hint: typeset('Lue jour et nuit.') },
    dpoMailbox: { label: typeset('Boîte du délégué à la protection des données'), hint: undefined },
    technicalMailbox: { label: typeset('Boîte technique'), hint: undefined },
    plannedDrimboxes: { label: typeset('DRIMbox prévues'), hint: typeset('Un nombre, même approché.') },
    hostsForOthers: {
      label: typeset('Hébergez-vous des données de santé pour autrui ?'),
      hint: typeset('Si oui, un certificat HDS sera demandé en PRODUCTION.'),
    },
  },
  choose: 'Choisissez',
  yes: 'Oui',
  no: 'Non',
} as const
