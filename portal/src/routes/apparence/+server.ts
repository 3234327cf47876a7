import { error, redirect } from '@sveltejs/kit'
import { messages } from '#lib/messages/fr.ts'
import { localPath } from '#lib/local-path.ts'
import { THEME_COOKIE, themeOf } from '#lib/theme.ts'
import type { RequestHandler } from './$types'

const YEAR_SECONDS = 365 * 24 * 3600

/** Keeps the reader's choice of appearance and goes back to the page it was made on. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await request.formData().catch(() => error(400, messages.errors.forbidden))
  const field = (name: string): string => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  const theme = themeOf(field('theme'))
  const attributes = { path: '/', sameSite: 'lax', secure: url.protocol === 'https:' } as const
  if (theme === 'systeme') cookies.delete(THEME_COOKIE, attributes)
  else cookies.set(THEME_COOKIE, theme, { ...attributes, maxAge: YEAR_SECONDS })
  redirect(303, localPath(field('retour'), url.origin))
}
