import { templates, type TemplateName } from './templates.ts'

/** What a value is, by its name: a day, a moment, a number, a list; any other is a text on one line. */
interface TypeOfKind {
  readonly day: Date
  readonly moment: Date
  readonly number: number
  readonly list: readonly string[]
  /** Words of a user: shown between quotation marks. */
  readonly words: string
  /** Never shown again once the mail is on its way. */
  readonly secret: string
}

export const kinds = {
  date: 'day',
  echeance: 'day',
  heure: 'moment',
  n: 'number',
  m: 'number',
  liste: 'list',
  motif: 'words',
  faits: 'words',
  code: 'secret',
} as const satisfies Readonly<Record<string, keyof TypeOfKind>>

/** What the service says of itself in its mails; the worker knows it (REGISTRY_AGENCY_FILE). */
export interface Agency {
  readonly service: string
  readonly adresse: string
  readonly mel: string
  readonly tel: string
  /** Seat of the administrative court. */
  readonly ville: string
}

export const agencyFields = [
  'service',
  'adresse',
  'mel',
  'tel',
  'ville',
] as const satisfies readonly (keyof Agency)[]

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never
type NamesOf<T extends TemplateName> = Names<(typeof templates)[T]['paragraphs'][number]>
type OptionalName<Name> = Name extends `${infer Bare}?` ? Bare : never
type RequiredName<Name> = Name extends `${string}?` ? never : Exclude<Name, keyof Agency>
type ValueOf<Name> = Name extends keyof typeof kinds ? TypeOfKind[(typeof kinds)[Name]] : string

/** The values of a template: one that is missing, or one too many, does not compile. */
export type MailValues<T extends TemplateName = TemplateName> = {
  readonly [Name in RequiredName<NamesOf<T>> & string]: ValueOf<Name>
} & { readonly [Name in OptionalName<NamesOf<T>> & string]?: ValueOf<Name> | undefined }

/** Whether mails of that template carry a secret. */
export function carriesSecret(template: string): boolean {
  const { paragraphs = [] } =
    (templates as Readonly<Record<string, { paragraphs: readonly string[] }>>)[template] ?? {}
  return Object.entries(kinds).some(
    ([name, kind]) => kind === 'secret' && paragraphs.some((paragraph) => paragraph.includes(`{${name}`)),
  )
}
