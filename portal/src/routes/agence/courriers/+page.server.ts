import { mailsPage } from '#lib/server/desk/mails.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => mailsPage(event, undefined)
