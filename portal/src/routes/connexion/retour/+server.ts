import { redirect } from '@sveltejs/kit'
import { instantOf } from '#lib/dates.ts'
import { localPath } from '#lib/local-path.ts'
import { deskCookies } from '#lib/server/desk/cookies.ts'
import { completeSignIn } from '#lib/server/desk/sign-in.ts'
import type { RequestHandler } from './$types'

/** The provider sends people back here. Only the browser that began a sign-in holds its handle. */
export const GET: RequestHandler = async ({ cookies, url }) => {
  const kept = deskCookies(cookies)
  const handle = kept.signIn()
  kept.forgetSignIn()
  if (handle === undefined) redirect(303, '/connexion?refus=sign-in-not-begun')
  const answer = await completeSignIn(handle, url.searchParams)
  if (!answer.ok) redirect(303, `/connexion?refus=${answer.refused.code}`)
  const { token, person, expiresAt, returnTo } = answer.value
  kept.keepSession(token, person.id, instantOf(expiresAt))
  const back = localPath(returnTo ?? '', url.origin)
  redirect(303, back === '/' ? '/operateur' : back)
}
