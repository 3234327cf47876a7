import type { Scene } from './line-5-scene.ts'

interface Page {
  readonly status: number
  readonly location: string | null
  readonly cookies: ReadonlyMap<string, string>
  readonly setCookies: readonly string[]
}

const SESSION = '__Host-session'

/** What another site can make a browser do: it posts, it links, it sends people back with an answer of its own. */
export async function crossSiteAttacks(scene: Scene): Promise<void> {
  const { context, provider, portalOrigin, people } = scene
  provider.next({ sub: 'reader' })
  const begun = await visit(scene, 'POST', '/connexion', { origin: portalOrigin })
  const handle = begun.cookies.get('__Host-sign-in') ?? ''
  const planted = await scene.signIn({ sub: 'mallory' })
  const back = await redirectOf(begun.location)
  const signedIn = await visit(scene, 'GET', back, {
    cookie: `__Host-sign-in=${handle}; ${SESSION}=${planted.token}`,
  })
  const token = signedIn.cookies.get(SESSION) ?? ''
  context.check('a browser signs in through the portal', token !== '' && signedIn.status === 303, signedIn)
  context.check('session fixation: a planted cookie is replaced', token !== planted.token)
  const written = signedIn.setCookies.find((cookie) => cookie.startsWith(`${SESSION}=`)) ?? ''
  context.check(
    'the cookie is HttpOnly, Secure, SameSite=Lax, of this host alone',
    /; ?HttpOnly/i.test(written) &&
      /; ?Secure/i.test(written) &&
      /SameSite=Lax/i.test(written) &&
      !/Domain=/i.test(written),
    written.replace(token, '…'),
  )

  const cookie = `${SESSION}=${token}`
  const isAlive = async () =>
    (await scene.call('GET', '/v1/me', { headers: { authorization: `Session ${token}` } })).status === 200
  for (const path of [
    '/connexion',
    '/deconnexion',
    '/invitation',
    '/operateur/compte',
    '/operateur/admission/nouvelle',
  ])
    for (const origin of ['https://evil.example', 'null', `${portalOrigin}.evil.example`, undefined]) {
      const before = await attemptsOf(people)
      const post = await visit(scene, 'POST', path, { cookie, ...(origin === undefined ? {} : { origin }) })
      const holds =
        post.status === 403 && post.setCookies.length === 0 && (await attemptsOf(people)) === before
      context.check(
        `a form of another site (${origin ?? 'no origin'}) posted to ${path} is refused`,
        holds,
        post,
      )
    }
  context.check('… and the session it rode on is untouched', await isAlive())

  // Login CSRF: the victim's browser is sent back with the answer that belongs to mallory.
  provider.next({ sub: 'mallory' })
  const theirs = await visit(scene, 'POST', '/connexion', { origin: portalOrigin })
  const theirBack = await redirectOf(theirs.location)
  const without = await visit(scene, 'GET', theirBack, {})
  context.check(
    'an answer without the handle of its browser signs nobody in',
    !without.cookies.has(SESSION),
    without,
  )
  const own = await visit(scene, 'POST', '/connexion', { origin: portalOrigin })
  const mixed = await visit(scene, 'GET', theirBack, {
    cookie: `__Host-sign-in=${own.cookies.get('__Host-sign-in') ?? ''}`,
  })
  const isRefused = !mixed.cookies.has(SESSION) && mixed.location?.includes('sign-in-state-unknown') === true
  context.check('an answer under the handle of another browser: sign-in-state-unknown', isRefused, mixed)
  const honest = await visit(scene, 'GET', theirBack, {
    cookie: `__Host-sign-in=${theirs.cookies.get('__Host-sign-in') ?? ''}`,
  })
  context.check('… and signs in the browser that it belongs to', honest.cookies.has(SESSION), honest)

  for (const target of ['//evil.example/', 'https://evil.example/', '/\\evil.example']) {
    const asked = await visit(scene, 'POST', '/connexion', { origin: portalOrigin }, { retour: target })
    const end = await visit(scene, 'GET', await redirectOf(asked.location), {
      cookie: `__Host-sign-in=${asked.cookies.get('__Host-sign-in') ?? ''}`,
    })
    const leadsHome = new URL(end.location ?? '/', portalOrigin).origin === portalOrigin
    context.check(`nobody is led to ${target} by signing in`, leadsHome && end.status === 303, end)
  }
}

async function attemptsOf(people: Scene['people']): Promise<number> {
  return Number((await people.sql`SELECT count(*) AS many FROM sign_in_attempt`)[0]?.['many'])
}

async function visit(
  { portalOrigin }: Scene,
  method: 'GET' | 'POST',
  path: string,
  headers: Readonly<Record<string, string>>,
  form: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const response = await fetch(new URL(path, portalOrigin), {
    method,
    headers: { accept: 'text/html', ...headers },
    redirect: 'manual',
    ...(method === 'POST' ? { body: new URLSearchParams(form) } : {}),
  })
  await response.arrayBuffer()
  const setCookies = response.headers.getSetCookie()
  const cookies = setCookies.flatMap((cookie): [string, string][] => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    return value === '' ? [] : [[name, decodeURIComponent(value)]]
  })
  return {
    status: response.status,
    location: response.headers.get('location'),
    cookies: new Map(cookies),
    setCookies,
  }
}

/** Where the provider sends the browser back to. */
async function redirectOf(authorizationUrl: string | null): Promise<string> {
  const response = await fetch(authorizationUrl ?? '', { redirect: 'manual' })
  return response.headers.get('location') ?? ''
}
