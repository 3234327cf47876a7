import { error, redirect } from '@sveltejs/kit'
import { messages } from '#lib/messages/fr.ts'
import { deskCookies } from '#lib/server/desk/cookies.ts'
import { deskOrFault } from '#lib/server/desk/shell.ts'
import type { RequestHandler } from './$types'

/** Chooses, among the organisations of the person, the one whose desk is shown. */
export const POST: RequestHandler = async ({ request, cookies, locals }) => {
  const wanted = (await request.formData()).get('organisme')
  const chosen = deskOrFault(locals).parties.find(({ organisation }) => organisation.id === wanted)
  if (chosen === undefined) error(404, messages.errors.notFound)
  deskCookies(cookies).keepOrganisation(chosen.organisation.id)
  // A page about one thing of the former organisation would be a 404: the dashboard always is one.
  redirect(303, '/operateur?fait=organisme-choisi')
}
