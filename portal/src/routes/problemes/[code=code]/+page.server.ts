import { error } from '@sveltejs/kit'
import { messages } from '#lib/messages/fr.ts'
import { problemFamilies } from '#lib/server/problem-families.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ params }) => {
  const problem = problemFamilies.flatMap(({ problems }) => problems).find(({ code }) => code === params.code)
  if (problem === undefined) error(404, messages.errors.notFound)
  return { problem }
}
