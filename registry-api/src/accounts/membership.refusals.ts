import { refusals } from '../errors.ts'

export const membershipRefusals = refusals({
  'membership-not-found': {
    kind: 'not-found',
    en: 'No such membership.',
    fr: 'Ce membre n’existe pas.',
    next: 'List the members of the organisation: /v1/memberships?organisation=…',
  },
  'membership-wrong-state': {
    kind: 'conflict',
    en: 'A membership that is {state} cannot be {act}.',
    fr: 'Un membre dans l’état « {state} » ne peut pas passer par « {act} ».',
    next: 'Read it again; an ended membership begins anew by an invitation.',
  },
  'roles-not-of-organisation': {
    kind: 'invalid',
    en: 'This organisation has no role {roles}.',
    fr: 'Cette organisation n’a pas de rôle {roles}.',
    next: 'Agency: AR AI AD AP AS AA; operators: OA OS OT OR; vendors: VP as well.',
  },
  'last-administrator': {
    kind: 'conflict',
    en: 'This is the last administrator ({role}) of the organisation. {who} can name another one first.',
    fr: 'C’est le dernier administrateur ({role}) de l’organisation. {who} peut d’abord en nommer un autre.',
    next: 'Give the role to somebody else, then try again; where nobody is left, a signatory names one and proves the power to.',
  },
  'second-administrator-needed': {
    kind: 'forbidden',
    en: 'Another administrator than the one who invited, and than the person concerned, must confirm.',
    fr: 'Un autre administrateur que celui qui a invité, et que la personne elle-même, doit confirmer.',
    next: 'Ask a second administrator of the organisation, or the agency’s.',
  },
  'until-not-ahead': {
    kind: 'invalid',
    en: 'The end of a membership lies in the future.',
    fr: 'La fin d’un rôle est dans le futur.',
    next: 'Give a later time, or end the membership.',
  },
})
