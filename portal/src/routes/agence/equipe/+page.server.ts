import { teamActions, teamData } from '#lib/server/desk/team.ts'
import type { Actions, PageServerLoad } from './$types'

const { invite, change, end, confirm } = teamActions(({ locals }) => locals.desk?.agency?.organisation.id)

export const load: PageServerLoad = async (event) => teamData(event, event.locals.desk?.agency, 'AA')
export const actions: Actions = { invite, change, end, confirm }
