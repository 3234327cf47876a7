import { redirect } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** The path that the `type` of a problem document names leads to the page that explains it. */
export const GET: RequestHandler = ({ params }) => redirect(308, `/problemes/${params.code}`)
