/** The six reasons to refuse; http/problem.ts gives each its status. */
export type RefusalKind = 'not-found' | 'conflict' | 'forbidden' | 'invalid' | 'gone' | 'unavailable'

export interface RefusalText {
  readonly kind: RefusalKind
  /** What the caller reads; `{name}` stands for a detail. No secret, no personal data, no SQL. */
  readonly en: string
  readonly fr: string
  /** What to do about it, for docs/errors.md. */
  readonly next: string
}
export type RefusalTable = Readonly<Record<string, RefusalText>>

/** One fault of one field: a JSON pointer into what was sent. */
export interface FieldFault {
  readonly pointer: string
  readonly code: string
  readonly detail: string
  /** The same in French (field-faults.ts). */
  readonly detailFr?: string
}

export type RefusalDetails = Readonly<Record<string, string | number | boolean | null>>

/** Expected: the caller can act on it. Its code is part of the public contract. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string
  readonly text: RefusalText
  readonly details: RefusalDetails
  readonly faults: readonly FieldFault[]
  constructor(code: string, text: RefusalText, details: RefusalDetails, faults: readonly FieldFault[]) {
    super(`${code}: ${fill(text.en, details)}`)
    this.code = code
    this.text = text
    this.details = details
    this.faults = faults
  }

  /** The sentence for the caller, details filled in. */
  sentence(language: 'en' | 'fr'): string {
    return fill(this.text[language], this.details)
  }
}

function fill(text: string, details: RefusalDetails): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole))
}

/** Makes the refusals of one noun out of its table: `throw operatorRefusals('operator-not-found')`. */
export function refusals<const Table extends RefusalTable>(table: Table) {
  return Object.assign(
    (code: keyof Table & string, details: RefusalDetails = {}, faults: readonly FieldFault[] = []) =>
      new Refusal(code, table[code]!, details, faults),
    { table },
  )
}

/** The caller acts on what it has read, and that has changed since (412 at the door). */
export class StaleVersion extends Error {
  override readonly name = 'StaleVersion'
  readonly version: number
  constructor(version: number) {
    super(`the version is now ${version}`)
    this.version = version
  }
}
