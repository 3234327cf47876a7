import { accountActions, accountData } from '#lib/server/desk/account.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => accountData(event)
export const actions: Actions = accountActions
