import { randomUUID } from 'node:crypto'
import { deskOrFault, shellData } from '#lib/server/desk/shell.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ locals }) => {
  const desk = deskOrFault(locals)
  return { ...shellData(desk, desk.party), onceKey: randomUUID() }
}
