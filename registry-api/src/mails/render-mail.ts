import { agencySlot, secretSlot } from './mail-slots.ts'
import { bulleted, frenchDay, frenchMoment, harmless, quoted } from './mail-text.ts'
import { agencyFields, kinds, type Agency, type MailValues } from './mail-values.ts'
import { templates, type TemplateName } from './templates.ts'

export interface MailText {
  readonly subject: string
  /** Plain text, with slots (mail-slots.ts). */
  readonly body: string
}

/** Writes a mail. Its subject holds nothing that came from outside. */
export function renderMail<T extends TemplateName>(
  template: T,
  values: MailValues<T>,
  about: { readonly space: string; readonly reference: string },
): MailText {
  const { subject, paragraphs } = templates[template]
  const given = values as Readonly<Record<string, unknown>>
  const body = [
    'Bonjour,',
    ...paragraphs.filter((paragraph) => isComplete(paragraph, given)).map((text) => fill(text, given)),
    `Référence ${about.reference}. Agissez depuis le portail : aucun lien ici.`,
  ]
  return { subject: `[DRIM-M ${about.space}] ${subject}`, body: `${body.join('\n\n')}\n` }
}

const PLACE = /\{(\w+)\??\}(\.?)/g

/** Every value that may be missing is there: a sentence is written whole or not at all. */
function isComplete(paragraph: string, values: Readonly<Record<string, unknown>>): boolean {
  return [...paragraph.matchAll(/\{(\w+)\?\}/g)].every(([, name = '']) => values[name] !== undefined)
}

function fill(paragraph: string, values: Readonly<Record<string, unknown>>): string {
  return paragraph.replace(PLACE, (_, name: string, stop: string) => {
    const text = isOfAgency(name) ? agencySlot(name) : textOf(name, values[name])
    // A value that ends its sentence needs no second stop.
    return stop !== '' && /[.!?…]( »)?$/.test(text) ? text : text + stop
  })
}

function isOfAgency(name: string): name is keyof Agency {
  return (agencyFields as readonly string[]).includes(name)
}

function textOf(name: string, value: unknown): string {
  const kind = name in kinds ? kinds[name as keyof typeof kinds] : 'text'
  if (value instanceof Date) {
    if (kind === 'day') return frenchDay(value)
    if (kind === 'moment') return frenchMoment(value)
  } else if (typeof value === 'number') {
    if (kind === 'number') return String(value)
  } else if (Array.isArray(value)) {
    if (kind === 'list') return bulleted(value as readonly string[])
  } else if (typeof value === 'string') {
    if (kind === 'words') return quoted(value)
    if (kind === 'secret') return secretSlot(harmless(value))
    if (kind === 'text') return harmless(value) || '(sans texte)'
  }
  throw new TypeError(`the value of {${name}} is not a ${kind}`)
}
