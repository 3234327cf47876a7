/** A field of a form as text; empty where it is absent or a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim().normalize('NFC') : ''
}

/** The version that was read when the form was made, as If-Match wants it. */
export function ifMatchOf(form: FormData): string {
  return `"v${/^\d{1,9}$/.test(textOf(form, 'version')) ? textOf(form, 'version') : '0'}"`
}

/** A field, or undefined where it was left empty: an absent member says « not filled in », an empty one is a fault. */
export function filled(form: FormData, name: string): string | undefined {
  const text = textOf(form, name)
  return text === '' ? undefined : text
}

/** A field, or null where it was left empty: for what a later answer may take away. */
export function filledOrNull(form: FormData, name: string): string | null {
  return filled(form, name) ?? null
}

/** The ticked boxes of a Choices field. */
export function ticked(form: FormData, name: string): readonly string[] {
  const start = `${name}.`
  return [...form.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length))
}

/** A whole number; what is none goes to the registry as it was typed, and comes back with its fault. */
export function wholeNumber(form: FormData, name: string): number | string | undefined {
  const text = filled(form, name)
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : text
}

/** The lines of a text area, without the empty ones. */
export function linesOf(form: FormData, name: string): readonly string[] {
  return textOf(form, name)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
