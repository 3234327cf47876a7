import { redirect } from '@sveltejs/kit'
import { deskCookies } from '#lib/server/desk/cookies.ts'
import { apiFor } from '#lib/server/desk/open-desk.ts'
import type { RequestHandler } from './$types'

/** Ends the session at the registry and in the browser; in the browser even where the registry is silent. */
export const POST: RequestHandler = async ({ cookies }) => {
  const kept = deskCookies(cookies)
  const token = kept.session()
  if (token !== undefined) await apiFor(token).call({ method: 'DELETE', path: '/v1/sessions/current' })
  kept.forgetAll()
  redirect(303, '/connexion?au-revoir=1')
}
