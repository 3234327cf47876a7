/** The pattern of LIKE that finds `text` anywhere; its `%` and `_` are letters like others. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
