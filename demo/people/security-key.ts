/** What a browser's `navigator.credentials` does for a page, in the JSON of WebAuthn level 3. */
export interface SecurityKey {
  register(options: unknown): Promise<unknown>
  assert(options: unknown): Promise<unknown>
}

/** The software key of a running demo, asked as the portal's pages would. */
export function softKeyAt(softAuthenticator: string, portalOrigin: string): SecurityKey {
  const ask = (act: 'register' | 'assert') => async (options: unknown) => {
    const response = await fetch(new URL(`/${act}`, softAuthenticator), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: portalOrigin },
      body: JSON.stringify(options),
    })
    if (!response.ok) throw new Error(`the soft authenticator refuses (${act}): ${await response.text()}`)
    return await response.json()
  }
  return { register: ask('register'), assert: ask('assert') }
}
