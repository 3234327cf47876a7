import type { Cookies } from '@sveltejs/kit'

// `__Host-`: Secure, Path=/, no Domain; browsers keep such cookies on http://localhost too (stack.md). They end here:
// the API never sees a cookie (decisions 53).
const SESSION = '__Host-session'
const SIGN_IN = '__Host-sign-in'
const PERSON = '__Host-person'
const DRAFT = '__Host-draft'
const ORGANISATION = '__Host-organisation'

const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const
const SIGN_IN_SECONDS = 600
const DRAFT_SECONDS = 3600

/** The cookies of the desks, by what they hold; all of them HttpOnly. */
export function deskCookies(cookies: Cookies) {
  const shaped = (name: string, shape: RegExp): string | undefined => {
    const value = cookies.get(name)
    return value !== undefined && shape.test(value) ? value : undefined
  }
  const opaque = /^[A-Za-z0-9._~-]{8,512}$/
  return {
    session: () => shaped(SESSION, opaque),
    keepSession: (token: string, personId: string, expiresAt: Date | undefined) => {
      const until = expiresAt === undefined ? {} : { expires: expiresAt }
      cookies.set(SESSION, token, { ...attributes, ...until })
      // Tells whose typed text may come back after the session has ended; proves nothing.
      cookies.set(PERSON, personId, { ...attributes, maxAge: 24 * 3600 })
    },
    forgetSession: () => cookies.delete(SESSION, attributes),
    forgetAll: () => {
      for (const name of [SESSION, SIGN_IN, PERSON, DRAFT, ORGANISATION]) cookies.delete(name, attributes)
    },
    lastPerson: () => shaped(PERSON, opaque),

    signIn: () => shaped(SIGN_IN, opaque),
    keepSignIn: (handle: string) => cookies.set(SIGN_IN, handle, { ...attributes, maxAge: SIGN_IN_SECONDS }),
    forgetSignIn: () => cookies.delete(SIGN_IN, attributes),

    draft: () => shaped(DRAFT, opaque),
    keepDraft: (id: string) => cookies.set(DRAFT, id, { ...attributes, maxAge: DRAFT_SECONDS }),
    forgetDraft: () => cookies.delete(DRAFT, attributes),

    organisation: () => shaped(ORGANISATION, opaque),
    keepOrganisation: (id: string) => cookies.set(ORGANISATION, id, attributes),
  }
}
