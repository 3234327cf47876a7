import { fail, redirect } from '@sveltejs/kit'
import { localPath } from '#lib/local-path.ts'
import { deskCookies } from '#lib/server/desk/cookies.ts'
import { beginSignIn, providerOrigin } from '#lib/server/desk/sign-in.ts'
import { frenchOf } from '#lib/server/problem-families.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const origin = await providerOrigin()
  if (origin !== undefined) locals.formTarget = origin
  const code = url.searchParams.get('refus') ?? ''
  return {
    back: wayBack(url),
    provider: origin,
    hasEnded: url.searchParams.has('fin'),
    hasLeft: url.searchParams.has('au-revoir'),
    problem: /^[a-z0-9-]{1,64}$/.test(code) ? { code, french: frenchOf(code) } : undefined,
  }
}

export const actions: Actions = {
  default: async ({ request, cookies, url, locals }) => {
    const wanted = (await request.formData()).get('retour')
    const answer = await beginSignIn(localPath(typeof wanted === 'string' ? wanted : '', url.origin))
    if (!answer.ok) return fail(answer.refused.status, { refused: answer.refused })
    const { handle, authorizationUrl } = answer.value
    locals.formTarget = new URL(authorizationUrl).origin
    deskCookies(cookies).keepSignIn(handle)
    // The registry says where the provider is; nothing of the reader's is in that address.
    redirect(303, authorizationUrl, { external: [new URL(authorizationUrl).origin] })
  },
}

function wayBack(url: URL): string {
  const path = localPath(url.searchParams.get('retour') ?? '', url.origin)
  return path === '/' ? '/operateur' : path
}
