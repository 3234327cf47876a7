import type { Acr } from './configuration.ts'

/** What the provider hands back to the portal, as the registry's `POST /v1/sign-ins/complete` takes it. */
export type SignInParameters = Readonly<Record<string, string>>

const STEPS_MAX = 6

/**
 * Drives the pages of the provider of the demo for one persona, as a browser without script would: follows redirects,
 * keeps cookies, presses the persona's button. Gives the parameters of the redirect to the portal, which is not
 * followed. `login` undefined presses « Revenir au portail ». Throws with what the provider said if it lets nobody in.
 */
export async function authorize(
  authorizationUrl: string,
  login: string | undefined,
  options: { readonly acr?: Acr } = {},
): Promise<SignInParameters> {
  const home = new URL(authorizationUrl).origin
  const cookies = new Map<string, string>()
  const form = new URLSearchParams(
    login === undefined ? { refuse: '1' } : { login, ...(options.acr ? { acr: options.acr } : {}) },
  )
  let url = new URL(authorizationUrl)
  let isPost = false
  for (let step = 0; step < STEPS_MAX; step++) {
    const response = await fetch(url, {
      method: isPost ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(isPost ? { body: form } : {}),
    })
    keepCookies(cookies, response)
    const text = await response.text()
    const location = response.headers.get('location')
    if (location === null) {
      if (response.status !== 200 || isPost || !text.includes('name="login"'))
        throw new Error(`the identity provider refuses (${response.status}): ${plain(text)}`)
      isPost = true
      continue
    }
    isPost = false
    url = new URL(location, url)
    if (url.origin !== home) return Object.fromEntries(url.searchParams)
  }
  throw new Error('the identity provider only redirects')
}

function keepCookies(cookies: Map<string, string>, response: Response): void {
  for (const cookie of response.headers.getSetCookie()) {
    const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split(/=(.*)/s)
    if (value === '') cookies.delete(name)
    else cookies.set(name, value)
  }
}

function plain(page: string): string {
  return page
    .replace(/<style>.*?<\/style>|<[^>]+>/gs, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500)
}
