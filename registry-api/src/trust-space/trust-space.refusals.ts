import { refusals } from '../errors.ts'

export const trustSpaceRefusals = refusals({
  'instance-differs': {
    kind: 'conflict',
    en: 'This database is that of {stored}, and the configuration says {configured}.',
    fr: 'Cette base est celle de {stored}, et la configuration indique {configured}.',
    next: 'Correct the configuration, or start with the data directory that belongs to it.',
  },
  'trust-unusable': {
    kind: 'unavailable',
    en: 'The anchors or revocation lists of this instance cannot be read: {reason}.',
    fr: 'Les ancres ou les listes de révocation de cette instance sont illisibles : {reason}.',
    next: 'Bring back the files that the configuration names. A list that waits for them keeps its number.',
  },
  'demo-material': {
    kind: 'forbidden',
    en: 'Mode real refuses an anchor that is marked as one of a demonstration: {subject}.',
    fr: 'Le mode réel refuse une ancre marquée comme étant de démonstration : {subject}.',
    next: 'Configure the anchors of the real authority.',
  },
})
