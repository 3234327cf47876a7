/** What answers like the API of a registry: a trust space of a test, or processes. */
export interface SignInApi {
  request(
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ readonly status: number; readonly json: Readonly<Record<string, unknown>> }>
}

export interface SignedIn {
  readonly token: string
  readonly personId: string
  readonly headers: { readonly authorization: string }
  readonly returnTo: string | null
}

/** What the provider's redirect brings back to the portal. */
export type ProviderAnswer = Readonly<Record<string, string>>

/**
 * Signs a person in the way a browser does, over HTTP: the registry begins, the provider asks who it is, the portal
 * hands back what the redirect brought. `login` is the persona of a provider that shows them as buttons.
 */
export async function signInThroughProvider(
  api: SignInApi,
  options: { readonly login?: string; readonly returnTo?: string } = {},
): Promise<SignedIn> {
  const { handle, authorizationUrl } = await beginSignIn(api, options.returnTo)
  const parameters = await askProvider(authorizationUrl, options.login)
  const { status, json } = await api.request('POST', '/v1/sign-ins/complete', { handle, parameters })
  if (status !== 201) throw new Error(`sign-in of ${options.login ?? '?'}: ${status} ${JSON.stringify(json)}`)
  const token = String(json['token'])
  return {
    token,
    personId: (json['person'] as { id: string }).id,
    headers: { authorization: `Session ${token}` },
    returnTo: (json['returnTo'] ?? null) as string | null,
  }
}

export async function beginSignIn(
  api: SignInApi,
  returnTo?: string,
): Promise<{ handle: string; authorizationUrl: string }> {
  const { status, json } = await api.request(
    'POST',
    '/v1/sign-ins',
    returnTo === undefined ? {} : { returnTo },
  )
  if (status !== 201) throw new Error(`a sign-in does not begin: ${status} ${JSON.stringify(json)}`)
  return { handle: String(json['handle']), authorizationUrl: String(json['authorizationUrl']) }
}

/** Goes to the provider with a jar of cookies, through its page where it has one, until it sends the browser back. */
export async function askProvider(authorizationUrl: string, login?: string): Promise<ProviderAnswer> {
  const redirectUri = new URL(authorizationUrl).searchParams.get('redirect_uri') ?? ''
  const jar = new Map<string, string>()
  let url = new URL(authorizationUrl)
  let form: URLSearchParams | undefined
  for (let step = 0; step < 20; step += 1) {
    const response: Response = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST',
      ...(form === undefined ? {} : { body: form }),
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      redirect: 'manual',
    })
    keepCookies(jar, response)
    const location = response.headers.get('location')
    if (location !== null) {
      await response.body?.cancel()
      url = new URL(location, url)
      form = undefined
      if (url.href.startsWith(`${redirectUri}?`)) return Object.fromEntries(url.searchParams)
      continue
    }
    const page = await response.text()
    if (response.status !== 200)
      throw new Error(`the provider answered ${response.status}: ${page.slice(0, 500)}`)
    const chosen = formFor(page, url, login)
    url = chosen.url
    form = chosen.form
  }
  throw new Error('the provider sends the browser round and round')
}

function keepCookies(jar: Map<string, string>, response: Response): void {
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = cookie.split(';')
    const at = pair.indexOf('=')
    const isOver = attributes.some((attribute) =>
      /^\s*expires=Thu, 01 Jan 1970|^\s*max-age=0/i.test(attribute),
    )
    if (isOver) jar.delete(pair.slice(0, at).trim())
    else jar.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim())
  }
}

/** The form of the page that has a button (or a hidden field) of that login. */
function formFor(page: string, at: URL, login: string | undefined): { url: URL; form: URLSearchParams } {
  for (const [, attributes = '', inside = ''] of page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)) {
    const form = new URLSearchParams()
    let isOfLogin = login === undefined
    for (const [tag] of inside.matchAll(/<(?:input|button)\b[^>]*>/gi)) {
      const [name, value = ''] = [attributeOf(tag, 'name'), attributeOf(tag, 'value')]
      if (name === undefined) continue
      const isChoice = /^<button/i.test(tag) || attributeOf(tag, 'type') === 'radio'
      if (value === login) isOfLogin = true
      if (!isChoice || value === login) form.append(name, value)
    }
    if (isOfLogin) return { url: new URL(attributeOf(attributes, 'action') ?? at.href, at), form }
  }
  throw new Error(`no form of the provider's page is for ${login ?? 'anybody'}: ${page.slice(0, 800)}`)
}

function attributeOf(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1]
  return found?.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
}
