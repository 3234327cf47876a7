import { refusals } from '../errors.ts'

export const decisionRefusals = refusals({
  'decision-not-found': {
    kind: 'not-found',
    en: 'No such decision.',
    fr: 'Cette décision n’existe pas.',
    next: 'Look at what waits: /v1/requests.',
  },
  'decision-wrong-state': {
    kind: 'conflict',
    en: 'A decision that is {state} cannot be {act}.',
    fr: 'Une décision dans l’état « {state} » ne peut pas passer par « {act} ».',
    next: 'Read it again; only an open proposal can be answered.',
  },
  'decision-void': {
    kind: 'conflict',
    en: 'What was proposed has changed since: the proposal is void.',
    fr: 'L’objet a changé depuis la proposition : elle est sans effet.',
    next: 'Look at the subject as it is now, and propose again.',
  },
  'decision-expired': {
    kind: 'conflict',
    en: 'The proposal has expired.',
    fr: 'La proposition est périmée.',
    next: 'Propose again.',
  },
  'decision-already-proposed': {
    kind: 'conflict',
    en: 'A decision on this already waits for a second person.',
    fr: 'Une décision sur cet objet attend déjà un second regard.',
    next: 'Answer the one that waits, or let its proposer withdraw it.',
  },
  'observations-open': {
    kind: 'conflict',
    en: 'The party may still be heard, until {until}.',
    fr: 'L’intéressé peut encore présenter ses observations, jusqu’au {until}.',
    next: 'Wait until then; only a written urgency skips it.',
  },
  'same-person': {
    kind: 'forbidden',
    en: 'A decision takes two persons: you have already had your part in this one.',
    fr: 'Une décision demande deux personnes : vous y avez déjà pris part.',
    next: 'Let another person answer, whatever account you use.',
  },
  'person-in-doubt': {
    kind: 'conflict',
    en: 'You share a mail address or a security key with somebody who has a part in this decision.',
    fr: 'Vous partagez une adresse ou une clé de sécurité avec une personne qui a pris part à cette décision.',
    next: 'Let a third person answer; two administrators can settle who is who.',
  },
  'proposer-may-no-longer': {
    kind: 'conflict',
    en: 'Who proposed this no longer has the role for it: that leaves one person.',
    fr: 'L’auteur de la proposition n’a plus le rôle nécessaire : il ne reste qu’une personne.',
    next: 'Refuse it; somebody who has the role may propose it again.',
  },
  'not-the-proposer': {
    kind: 'forbidden',
    en: 'Only who proposed it can withdraw it.',
    fr: 'Seul son auteur peut la retirer.',
    next: 'Refuse it instead, if you may.',
  },
  'hardware-key-needed': {
    kind: 'forbidden',
    en: 'A cut for safety is signed with a hardware key whose make is attested.',
    fr: 'Une coupure de sécurité se signe avec une clé matérielle attestée.',
    next: 'Use the key enrolled for the officer on call, or propose a mass removal.',
  },
  'safety-budget': {
    kind: 'conflict',
    en: 'One officer may cut {drimboxes} DRIMboxes or {operators} operator in 24 hours; that is used up.',
    fr: 'L’astreinte peut couper {drimboxes} DRIMbox ou {operators} exploitant en 24 heures ; c’est atteint.',
    next: 'Propose a mass removal: two persons decide it.',
  },
})
