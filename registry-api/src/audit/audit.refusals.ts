import { refusals } from '../errors.ts'

export const auditRefusals = refusals({
  'audit-chain-broken': {
    kind: 'unavailable',
    en: 'The audit is not what it was: at event {seq}, {what}. Nothing is published until people have looked.',
    fr: 'Le journal n’est plus ce qu’il était : à l’événement {seq}, {what}. Rien n’est publié avant examen.',
    next: 'Run `drim-registry audit verify --lists DIRECTORY`: it names the events. Keep the database as it is; see the runbook.',
  },
})
