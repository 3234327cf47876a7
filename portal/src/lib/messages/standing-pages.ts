import { typeset } from '#lib/typography.ts'

/** Pages that say the same to everybody: law, and where things are. */
export const standingPages = {
  footerPages: [
    { href: '/accessibilite', name: typeset('Accessibilité : non conforme') },
    { href: '/donnees-personnelles', name: 'Données personnelles' },
    { href: '/plan-du-site', name: 'Plan du site' },
  ],

  siteMap: {
    title: 'Plan du site',
    pages: [
      { href: '/', name: 'Accueil' },
      { href: '/liste-blanche', name: 'Liste blanche' },
      { href: '/liste-blanche#verifier', name: 'Vérifier la liste' },
      { href: '/liste-blanche#entrees', name: 'Entrées de la liste' },
      { href: '/liste-blanche#publications', name: 'Publications' },
      { href: '/liste-blanche/certificats', name: typeset("Certificats de l'autorité") },
      { href: '/problemes', name: typeset("Refus de l'API") },
      { href: '/accessibilite', name: 'Accessibilité' },
      { href: '/donnees-personnelles', name: 'Données personnelles' },
    ],
    credits: 'Crédits',
    creditsText: typeset(
      'Caractères Atkinson Hyperlegible Next et Mono, licence OFL 1.1. Pictogrammes Lucide, licence ISC.',
    ),
  },

  accessibility: {
    title: 'Accessibilité',
    lead: typeset("Ce portail n'a pas encore été audité. Il est donc déclaré non conforme au RGAA."),
    sections: [
      {
        title: 'Ce qui est contrôlé',
        paragraphs: [
          typeset(
            'À chaque version, un outil automatique contrôle chaque page, en thème clair et sombre, en grand et en petit écran. Le clavier, la lecture sans script et les petits écrans sont essayés aussi.',
          ),
          typeset("Un outil ne voit pas tout : seul l'audit d'une personne le dira."),
        ],
      },
      {
        title: 'Vous rencontrez un obstacle',
        paragraphs: [
          typeset(
            "Signalez-le à l'exploitant de ce portail. Il doit vous répondre et vous donner l'information sous une autre forme.",
          ),
          typeset('Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits.'),
        ],
      },
    ],
    defender: typeset('Son site :'),
  },

  privacy: {
    title: 'Données personnelles',
    lead: typeset('Ce portail ne vous suit pas et ne demande aucun compte.'),
    sections: [
      {
        title: 'Un seul cookie',
        paragraphs: [
          typeset(
            "Si vous choisissez l'apparence claire ou sombre, le cookie « apparence » garde ce choix un an. Rien d'autre.",
          ),
        ],
      },
      {
        title: 'Vos recherches',
        paragraphs: [
          typeset("Ce que vous tapez sert à chercher, et n'est pas inscrit au journal du portail."),
        ],
      },
      {
        title: 'La liste blanche',
        paragraphs: [
          typeset(
            "Les pages montrent le numéro, le nom, l'opérateur et la date d'ajout de chaque DRIMbox. Les adresses de contact n'y figurent pas.",
          ),
        ],
      },
    ],
  },
} as const
