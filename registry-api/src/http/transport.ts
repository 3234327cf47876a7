import type { FieldFault } from '../errors.ts'

/**
 * What goes wrong with a request before any noun sees it. These alone name a status of their own
 * (decisions 55); what a noun refuses has one of six kinds.
 */
export const transportProblems = {
  'request-malformed': {
    status: 400,
    en: 'The request cannot be read: {reason}.',
    fr: 'La requête est illisible : {reason}.',
    next: 'Mend the request; the reason says where.',
  },
  'json-too-deep': {
    status: 400,
    en: 'The JSON is nested deeper than 32 levels.',
    fr: 'Le JSON a plus de 32 niveaux.',
    next: 'Send a flatter document.',
  },
  'json-duplicate-member': {
    status: 400,
    en: 'The member {pointer} stands twice in the JSON.',
    fr: 'Le membre {pointer} figure deux fois dans le JSON.',
    next: 'Send each member once.',
  },
  'json-lone-surrogate': {
    status: 400,
    en: 'The text at {pointer} holds half a character (a lone surrogate).',
    fr: 'Le texte {pointer} contient une moitié de caractère (un « surrogate » isolé).',
    next: 'Send whole characters, as UTF-8 or as pairs of escapes.',
  },
  'idempotency-key-required': {
    status: 400,
    en: 'A program that creates something sends an Idempotency-Key: a lost answer may then be asked for again.',
    fr: 'Un programme qui crée un objet envoie un Idempotency-Key : une réponse perdue peut ainsi être redemandée.',
    next: 'Send a new random Idempotency-Key with each creation, and the same one when you try again.',
  },
  'authentication-required': {
    status: 401,
    en: 'This needs a key: Authorization: Bearer <key>.',
    fr: 'Une clé est nécessaire : Authorization: Bearer <clé>.',
    next: 'Send the administration key of this instance.',
  },
  'authentication-failed': {
    status: 401,
    en: 'The key is not known here.',
    fr: 'La clé n’est pas connue ici.',
    next: 'Check the key and the instance it belongs to.',
  },
  'route-not-found': {
    status: 404,
    en: 'There is nothing at this address.',
    fr: 'Il n’y a rien à cette adresse.',
    next: 'See /v1/openapi.json for the routes there are.',
  },
  'version-stale': {
    status: 412,
    en: 'It has changed meanwhile: its version is now {version}.',
    fr: 'L’objet a changé entre-temps : sa version est maintenant {version}.',
    next: 'Read it again, look at what changed, and send the act with the new ETag.',
  },
  'body-too-large': {
    status: 413,
    en: 'The body is larger than {bytesMax} bytes.',
    fr: 'Le corps dépasse {bytesMax} octets.',
    next: 'Send less.',
  },
  'document-too-large': {
    status: 413,
    en: 'The document is larger than {bytesMax} bytes.',
    fr: 'Le document dépasse {bytesMax} octets.',
    next: 'Scan it in fewer points per inch, or leave out what was not asked for.',
  },
  'media-type-not-supported': {
    status: 415,
    en: 'The body must be {expected}.',
    fr: 'Le corps doit être {expected}.',
    next: 'Set Content-Type to what the route takes.',
  },
  'request-invalid': {
    status: 422,
    en: 'Some fields are wrong.',
    fr: 'Certains champs sont incorrects.',
    next: 'See `errors`: each names its field by a JSON pointer.',
  },
  'if-match-required': {
    status: 428,
    en: 'This act needs If-Match, with the ETag of what was read.',
    fr: 'Cet acte demande If-Match, avec l’ETag de ce qui a été lu.',
    next: 'Read the object first and send back its ETag.',
  },
  'too-many-requests': {
    status: 429,
    en: 'Too many requests. The next one is taken in {retryAfterSeconds} seconds.',
    fr: 'Trop de requêtes. La prochaine sera acceptée dans {retryAfterSeconds} secondes.',
    next: 'Wait as long as Retry-After says, and ask more slowly.',
  },
  'database-unavailable': {
    status: 503,
    en: 'The registry cannot reach its database.',
    fr: 'Le registre ne joint pas sa base de données.',
    next: 'Try again in a moment; the list itself goes on being served.',
  },
  'internal-error': {
    status: 500,
    en: 'Something broke. The request id lets us find what.',
    fr: 'Une erreur est survenue. Le numéro de requête permet de la retrouver.',
    next: 'Give the request id to whoever runs this instance.',
  },
} as const satisfies Record<string, { status: number; en: string; fr: string; next: string }>

export type TransportCode = keyof typeof transportProblems

export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly code: TransportCode
  readonly details: Readonly<Record<string, string | number>>
  readonly faults: readonly FieldFault[]
  constructor(
    code: TransportCode,
    details: Readonly<Record<string, string | number>> = {},
    faults: readonly FieldFault[] = [],
  ) {
    super(code)
    this.code = code
    this.details = details
    this.faults = faults
  }
}
