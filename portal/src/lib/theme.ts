/** The reader's choice of appearance; `systeme` follows the machine and needs no cookie. */
export type Theme = 'claire' | 'sombre' | 'systeme'

export const THEMES = ['claire', 'sombre', 'systeme'] as const satisfies readonly Theme[]

export const THEME_COOKIE = 'apparence'

/** The theme that a cookie or a form names; anything else is the system's. */
export function themeOf(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'systeme'
}

/** The attribute of the root element by which the style sheet knows a chosen theme; empty for the system's. */
export function themeAttribute(theme: Theme): string {
  if (theme === 'systeme') return ''
  return theme === 'sombre' ? 'data-theme="dark"' : 'data-theme="light"'
}
