import { parisDayTime, parisTime, span } from '#lib/dates.ts'
import { counted, formatBytes, formatInteger, fr, typeset } from '#lib/typography.ts'
import type { Freshness } from '#lib/freshness.ts'
import { standingPages } from './standing-pages.ts'

// All the French of the portal; pages of plain prose have theirs beside, in standing-pages.ts. Patients read the home page: sentences of fifteen words at most, no jargon
// (portal.md 10.11). Values are inserted as they are; only our own words are typeset.

const site = 'Espace de confiance DRIM-M'

export const messages = {
  site,
  tagline: 'Partage des images médicales',
  title: (page: string) => `${page} · ${site}`,
  skipToContent: 'Aller au contenu',
  mainNavigation: 'Navigation principale',
  footerNavigation: 'Pied de page',
  signIn: 'Se connecter',
  myDesk: 'Mon bureau',
  home: 'Accueil',
  whitelist: 'Liste blanche',
  parisTimes: typeset('Heures de Paris.'),
  breadcrumb: typeset("Fil d'Ariane"),

  strip: {
    demo: { label: 'Démonstration', text: typeset("Données fictives. Pas d'usage pour des soins.") },
    test: {
      label: 'Espace test',
      text: typeset("Réservé aux essais des éditeurs. Pas d'usage pour des soins."),
    },
  },

  appearance: {
    label: 'Apparence',
    claire: 'Claire',
    sombre: 'Sombre',
    systeme: 'Système',
  },
  foreignOrigin: (origin: string) =>
    fr`Cette action vient d'une autre adresse que ${origin}. Rien n'a changé. Ouvrez ${origin} et recommencez.\n`,

  age: {
    readAt: 'Lu à',
    ago: (readAt: Date, now: Date) => fr`il y a ${span(now.getTime() - readAt.getTime())}`,
    refresh: 'Actualiser',
    stale: (readAt: Date, now: Date) =>
      fr`Données de ${parisTime(readAt)}, il y a ${span(now.getTime() - readAt.getTime())}. La mise à jour a échoué.`,
  },

  failure: {
    title: typeset("Nous n'arrivons pas à lire le registre."),
    text: typeset(
      'Il ne répond pas, ou pas à temps. Cela ne dit rien des DRIMbox : elles gardent la liste qu’elles ont.',
    ),
    since: (since: Date, now: Date) => fr`Sans réponse depuis ${parisDayTime(since, now)}.`,
    retry: 'Réessayer',
    list: typeset('La liste signée reste à son adresse : elle ne dépend pas du registre.'),
    entries: typeset("Nous n'arrivons pas à lire les entrées."),
    publications: typeset("Nous n'arrivons pas à lire les publications."),
    firstPage: 'Revenir à la première page',
  },

  headline: {
    fresh: typeset('La liste blanche est à jour.'),
    late: typeset("La liste blanche n'a pas été renouvelée."),
    expired: typeset('La liste blanche est trop ancienne.'),
    none: typeset("Aucune liste n'est encore publiée."),
    unknown: typeset('Nous ne savons pas.'),
  } satisfies Record<Freshness, string>,

  headlineText: {
    fresh: (entries: number, operators: number) =>
      fr`${boxes(entries)} de ${counted(operators, 'opérateur')} peuvent échanger des images.`,
    late: (signedAt: Date, now: Date) =>
      fr`La dernière date d'il y a ${span(now.getTime() - signedAt.getTime())}. Les DRIMbox la gardent ; nous intervenons.`,
    expired: (signedAt: Date, now: Date) =>
      fr`La dernière date d'il y a ${span(now.getTime() - signedAt.getTime())}. Des DRIMbox cessent d'échanger des images ; nous intervenons.`,
    none: typeset("L'espace de confiance est prêt. La première liste paraîtra avec l'accord d'une personne."),
    unknown: typeset(
      'Le registre ne répond pas. Cela ne dit rien des DRIMbox : elles gardent la liste qu’elles ont.',
    ),
    lastKnown: (sequence: number, signedAt: Date, now: Date) =>
      fr`Dernière liste connue : n° ${formatInteger(sequence)}, signée ${parisDayTime(signedAt, now)}.`,
  },

  homePage: {
    title: 'Accueil',
    current: 'La liste en cours',
    see: 'Voir la liste blanche',
    doorsTitle: typeset('Par où commencer ?'),
    doors: {
      patients: {
        title: 'Patients et médecins',
        text: typeset(
          "Vos images s'ouvrent par le lien de votre compte rendu. Si rien ne s'affiche, appelez le centre. Son numéro est en haut du compte rendu.",
        ),
      },
      operators: {
        title: 'Opérateurs et éditeurs',
        text: typeset("L'adresse de la liste, son empreinte, et de quoi la contrôler vous-même."),
        link: 'Vérifier la liste',
      },
      scheme: {
        title: 'Comprendre le dispositif',
        text: typeset('Qui inscrit une DRIMbox, qui signe la liste, et qui la contrôle.'),
        link: 'Comment naît la confiance',
      },
    },
    what: typeset("Ce qu'est l'espace de confiance"),
    whatText: typeset(
      "Un réseau fermé, où les centres d'imagerie partagent les images de leurs patients. Chaque centre y entre par sa DRIMbox, une passerelle tenue par un opérateur. La liste blanche nomme celles qui peuvent échanger ; toute autre est refusée.",
    ),
    howTitle: 'Comment naît la confiance',
    how: [
      {
        title: 'Le registre',
        text: typeset(
          "L'agence y inscrit les opérateurs et leurs DRIMbox. Chacune reçoit un numéro et un nom, qui ne resserviront jamais.",
        ),
      },
      {
        title: typeset("L'accord"),
        text: typeset(
          "Toute entrée et tout changement attendent l'accord d'une personne, donné avec sa propre clé.",
        ),
      },
      {
        title: 'La signature',
        text: typeset("Un programme isolé, sans accès au réseau, relit la liste et l'accord, puis signe."),
      },
      {
        title: 'La lecture',
        text: typeset(
          "Chaque DRIMbox relit la liste, contrôle la signature, et n'échange qu'avec celles qui y figurent.",
        ),
      },
    ],
    howDemo: typeset("En démonstration, un programme donne l'accord à la place d'une personne."),
    publications: 'Dernières publications',
    allPublications: 'Toutes les publications',
  },

  list: {
    lead: typeset(
      "Les DRIMbox qui peuvent échanger des images entre elles. L'agence signe cette liste ; chaque DRIMbox la relit au moins une fois par jour.",
    ),
    download: 'Télécharger la liste signée',
    size: (bytes: number) => fr`XML, ${formatBytes(bytes)}`,
    address: 'Adresse stable, pour vos DRIMbox',
    copy: 'Copier',
    copied: 'Copié',
    notCopied: 'Copie refusée',
    number: 'Numéro',
    signed: 'Signée',
    entries: 'Entrées',
    operators: 'Opérateurs',
    age: 'Âge',
    ago: (signedAt: Date, now: Date) => fr`il y a ${span(now.getTime() - signedAt.getTime())}`,
    verified: typeset("Vérifiée comme par une DRIMbox, avant d'être mise en ligne"),
    stale: (age: string) =>
      fr`La liste n'a pas été renouvelée depuis ${age}. Gardez celle que vous avez ; nous intervenons.`,
    none: typeset("Aucune liste n'est encore publiée. L'adresse ci-dessous répondra dès la première."),
  },

  verify: {
    title: 'Vérifier la liste',
    text: typeset(
      "Ne faites jamais confiance au fichier seul. Prenez l'empreinte de l'autorité sur votre contrat ou par téléphone, pas seulement ici.",
    ),
    fingerprint: typeset("Comparez l'empreinte"),
    fingerprintOf: (sequence: number) => fr`Empreinte SHA-256 du fichier n° ${formatInteger(sequence)}`,
    computed: typeset('Celle de votre copie, sur votre poste :'),
    signature: 'Contrôlez la signature',
    signatureText: typeset(
      'Notre outil refuse ce que les outils courants laissent passer. Enregistrez d’abord, à côté de la liste, les',
    ),
    signer: 'Vérifiez le signataire',
    signerName: typeset('Nom :'),
    validUntil: (date: string) => fr`Certificat valable jusqu'au ${date}`,
    signerText: typeset(
      'La commande de l’étape 2 refuse tout autre nom. Cette empreinte est celle de son certificat.',
    ),
    options: 'Toutes les options',
    optionList: [
      ['--at 2026-11-25T13:00:00Z', typeset('juge la liste à cet instant plutôt que maintenant')],
      ['--crl revocation.crl', typeset('tient compte des certificats révoqués')],
      ['--held tenue.json', typeset('refuse une liste plus ancienne que celle que vous tenez')],
      ['--json', typeset('répond en JSON, pour vos propres outils')],
    ],
    certificates: typeset("certificats de l'autorité"),
    copyComputed: typeset("Copier la commande d'empreinte"),
    copyFingerprint: typeset("Copier l'empreinte du fichier"),
    copyCommand: 'Copier la commande',
    copySigner: typeset("Copier l'empreinte du signataire"),
    copyAddress: typeset("Copier l'adresse de la liste"),
    fingerprintUnknown: typeset("L'empreinte paraîtra ici avec la première liste."),
    registrySilent: typeset('Ce que le registre en dit paraîtra ici quand il répondra.'),
  },

  certificates: {
    title: typeset("Certificats de l'autorité"),
    lead: typeset(
      'Ils permettent de contrôler la signature de la liste. Comparez leur empreinte à celle de votre contrat, ou demandez-la par téléphone.',
    ),
    demo: typeset(
      'Ces certificats sont ceux de la démonstration. Ne leur faites confiance nulle part ailleurs.',
    ),
    anchor: 'Racine',
    intermediate: 'Autorité intermédiaire',
    until: (date: string) => fr`Valable jusqu'au ${date}`,
    fingerprint: 'Empreinte SHA-256',
    download: (file: string) => fr`Télécharger ${file}`,
    copy: typeset("Copier l'empreinte"),
  },

  entries: {
    title: 'Entrées',
    caption: 'Les DRIMbox de la liste en cours',
    export: 'Exporter en CSV',
    search: 'Numéro ou nom',
    operator: 'Opérateur',
    everyOperator: (count: number) => `Tous (${formatInteger(count)})`,
    sort: 'Trier par',
    sorts: {
      numero: 'Numéro',
      '-numero': typeset('Numéro, le plus grand en tête'),
      operateur: 'Opérateur',
      '-operateur': typeset("Opérateur, fin d'alphabet en tête"),
      ajout: typeset("Date d'ajout"),
      '-ajout': typeset("Date d'ajout, la plus récente en tête"),
    },
    filter: 'Filtrer',
    clear: 'Effacer les filtres',
    number: 'Numéro',
    wadoHost: 'Accès aux images',
    viewerHost: 'Visionneuse',
    noViewer: 'aucune',
    addedAt: 'Ajoutée le',
    perPage: (limit: number, total: number) =>
      total > limit
        ? fr`${counted(limit, 'entrée')} par page, ${formatInteger(total)} au total`
        : fr`${counted(total, 'entrée')} au total`,
    found: (limit: number, total: number) =>
      total > limit
        ? fr`${counted(limit, 'entrée')} par page, ${counted(total, 'trouvée')}`
        : counted(total, 'entrée trouvée', 'entrées trouvées'),
    empty: typeset('La liste ne nomme encore aucune DRIMbox.'),
    nothingFound: typeset('Aucune DRIMbox ne correspond à cette recherche.'),
    previous: 'Précédentes',
    next: 'Suivantes',
    pages: 'Pages des entrées',
  },

  publications: {
    title: 'Publications',
    caption: 'Les listes publiées, la plus récente en tête',
    number: 'Numéro',
    signed: 'Signée',
    entries: 'Entrées',
    changes: 'Changements',
    older: 'Plus anciennes',
    newest: 'Les plus récentes',
    pages: 'Pages des publications',
    empty: typeset("Aucune liste n'est encore publiée."),
    noChange: 'aucun, signature renouvelée',
    added: (count: number) => counted(count, 'ajout'),
    removed: (count: number) => counted(count, 'retrait'),
    changed: (count: number) => counted(count, 'changement'),
  },

  publication: {
    name: (sequence: number) => fr`n° ${formatInteger(sequence)}`,
    title: (sequence: number) => fr`Publication n° ${formatInteger(sequence)}`,
    signed: (signedAt: Date, now: Date) => fr`Signée ${parisDayTime(signedAt, now)}`,
    entries: (count: number) => counted(count, 'entrée'),
    inForce: 'liste en cours',
    replacedBy: (sequence: number) => fr`remplacée par la n° ${formatInteger(sequence)}`,
    replaced: 'remplacée depuis',
    changes: 'Ce qui a changé',
    enter: (count: number) => (count < 2 ? fr`${boxes(count)} entre` : fr`${boxes(count)} entrent`),
    enterEffect: (count: number) =>
      count < 2
        ? typeset('elle peut fournir et demander des images à tout le réseau.')
        : typeset('elles peuvent fournir et demander des images à tout le réseau.'),
    leave: (count: number) => (count < 2 ? fr`${boxes(count)} sort` : fr`${boxes(count)} sortent`),
    leaveEffect: (count: number) =>
      count < 2
        ? typeset("plus personne ne peut lui prendre ni lui donner d'images.")
        : typeset("plus personne ne peut leur prendre ni leur donner d'images."),
    change: (count: number) => (count < 2 ? fr`${boxes(count)} change` : fr`${boxes(count)} changent`),
    changeEffect: typeset('de certificat, de nom, de contact ou de visionneuse.'),
    colon: typeset(' :'),
    none: typeset('Aucune entrée n’a changé : seule la signature est renouvelée.'),
    which: typeset('Lesquelles ?'),
    whichText: typeset(
      'Enregistrez les deux fichiers et comparez-les : notre outil nomme chaque entrée ajoutée, retirée ou changée.',
    ),
    copyDiff: 'Copier la commande de comparaison',
    file: 'Le fichier signé',
    download: 'Télécharger ce fichier',
    address: 'Adresse de ce fichier, qui ne changera jamais',
    fileSha256: 'Empreinte SHA-256 du fichier',
    digest: 'Empreinte SHA-256 du contenu, sans la signature',
    copyAddress: typeset("Copier l'adresse"),
    copyFile: typeset("Copier l'empreinte du fichier"),
    copyDigest: typeset("Copier l'empreinte du contenu"),
    neighbours: 'Publications voisines',
    notFound: (sequence: string) => fr`Aucune publication ne porte le n° ${sequence}.`,
    notFoundText: typeset(
      'Un numéro peut manquer : une publication refusée garde le sien, qui ne resservira pas.',
    ),
  },

  errors: {
    pageTitle: (status: number) => fr`Erreur ${status}`,
    notFound: typeset("Cette page n'existe pas."),
    notFoundText: typeset("L'adresse est incomplète, ou la page a changé de place."),
    forbidden: typeset("Cette action n'est pas permise."),
    failed: typeset('Quelque chose a échoué chez nous.'),
    failedText: typeset("L'incident est noté. Réessayez dans un instant."),
    tooLarge: typeset('Cet envoi est trop gros. Rien n’a changé.\n'),
    reference: (id: string) => fr`Référence à citer : ${id}`,
    next: typeset('Que faire ?'),
  },

  ...standingPages,

  problems: {
    title: typeset("Refus de l'API"),
    lead: typeset(
      "Chaque refus du registre porte un code, qui ne change jamais. Voici ce qu'il veut dire, et que faire.",
    ),
    status: (status: number) => `HTTP ${status}`,
    next: typeset('Que faire ? (en anglais)'),
    english: 'La phrase en anglais',
  },

  csv: {
    unavailable: typeset("Nous n'arrivons pas à lire les entrées. Réessayez dans un instant.\n"),
    header: ['Numéro', 'Accès aux images', 'Visionneuse', 'Opérateur', 'Ajoutée le'],
  },
} as const

function boxes(count: number): string {
  return counted(count, 'DRIMbox', 'DRIMbox')
}
