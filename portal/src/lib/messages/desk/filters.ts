export const filterWords = {
  state: 'État',
  all: 'Tous',
  filter: 'Filtrer',
  search: 'Chercher',
  clear: 'Effacer les filtres',
} as const
