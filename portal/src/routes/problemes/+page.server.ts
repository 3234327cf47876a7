import { error } from '@sveltejs/kit'
import { messages } from '#lib/messages/fr.ts'
import { problemFamilies } from '#lib/server/problem-families.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = () => {
  if (problemFamilies.length === 0) error(404, messages.errors.notFound)
  return { families: problemFamilies }
}
