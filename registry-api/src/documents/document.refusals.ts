import { refusals } from '../errors.ts'

export const documentRefusals = refusals({
  'document-not-found': {
    kind: 'not-found',
    en: 'No such document.',
    fr: 'Ce document n’existe pas.',
    next: 'Take the id from what the document belongs to, or upload it again.',
  },
  'document-too-many': {
    kind: 'conflict',
    en: 'You have {atMost} documents that belong to nothing yet.',
    fr: 'Vous avez déjà {atMost} documents qui ne sont rattachés à rien.',
    next: 'Use them where they belong before you upload others.',
  },
  'document-not-pdf': {
    kind: 'invalid',
    en: 'This is no PDF, whatever its name says.',
    fr: 'Ce fichier n’est pas un PDF, quel que soit son nom.',
    next: 'Export the document as PDF and send that file, unchanged.',
  },
  'document-active-content': {
    kind: 'invalid',
    en: 'A PDF without active content is expected; this one holds or hides /{name}.',
    fr: 'PDF sans contenu actif attendu ; celui-ci contient ou cache /{name}.',
    next: 'Print it to PDF: scripts, attachments, forms and passwords stay behind.',
  },
})
