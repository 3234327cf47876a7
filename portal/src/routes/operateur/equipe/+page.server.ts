import { teamActions, teamData } from '#lib/server/desk/team.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => teamData(event, event.locals.desk?.party, 'OA')
export const actions: Actions = teamActions(({ locals }) => locals.desk?.party?.organisation.id)
