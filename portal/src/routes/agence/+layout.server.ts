import { randomUUID } from 'node:crypto'
import { error } from '@sveltejs/kit'
import { shellWords } from '#lib/messages/desk/shell.ts'
import { deskOrFault, shellData } from '#lib/server/desk/shell.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ locals }) => {
  const desk = deskOrFault(locals)
  if (desk.agency === undefined) error(403, { message: shellWords.forAgency })
  return { ...shellData(desk, desk.agency), onceKey: randomUUID() }
}
