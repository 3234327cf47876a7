import { randomBytes, randomUUID } from 'node:crypto'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { messages } from '#lib/messages/fr.ts'
import { compressed } from '#lib/server/compression.ts'
import { deskCookies } from '#lib/server/desk/cookies.ts'
import { openDesk } from '#lib/server/desk/open-desk.ts'
import { log } from '#lib/server/log.ts'
import { THEME_COOKIE, themeAttribute, themeOf } from '#lib/theme.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Pages of a person: somebody must be signed in, and nothing of them is kept anywhere. */
const DESKS = /^\/(operateur|agence|invitation)(\/|$)/
const PERSONAL = /^\/(operateur|agence|invitation|connexion|deconnexion)(\/|$)/
/** Posts of the public pages are a few words; only the desks take files. */
const PUBLIC_BODY_MAX = 64 * 1024

/** What every page passes: who may post, the theme, the policy of its scripts, its status and its size. */
export const handle: Handle = async ({ event, resolve }) => {
  // Decisions 53: the browser's cookie ends here, so nothing may act on it that another site sent. SvelteKit looks
  // at forms only; this looks at whatever is not a reading, whatever its content type.
  if (!SAFE_METHODS.has(event.request.method) && event.request.headers.get('origin') !== event.url.origin) {
    return new Response(messages.foreignOrigin(event.url.origin), {
      status: 403,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    })
  }

  const { pathname } = event.url
  const isDesk = DESKS.test(pathname)
  event.locals.isPersonal = PERSONAL.test(pathname)
  if (!isDesk && !SAFE_METHODS.has(event.request.method) && bodyBytes(event.request) > PUBLIC_BODY_MAX) {
    return new Response(messages.errors.tooLarge, {
      status: 413,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    })
  }

  event.locals.theme = themeOf(event.cookies.get(THEME_COOKIE))
  event.locals.nonce = randomBytes(16).toString('base64')

  event.locals.hasSession = deskCookies(event.cookies).session() !== undefined
  if (isDesk) {
    const desk = await openDesk(event)
    if ('me' in desk) event.locals.desk = desk
    else event.locals.deskFailure = desk
  }

  const response = await resolve(event, {
    // Svelte's marks for the browser's script, a sixth of a page: no script of ours reads them. Foreign text holds no
    // `<`, it is escaped by then.
    transformPageChunk: ({ html }) =>
      html.replace('%portal.theme%', themeAttribute(event.locals.theme)).replaceAll(/<!--.*?-->/gs, ''),
    // The text face is on every page. The mono one may come a moment later.
    preload: ({ type, path }) => type === 'css' || (type === 'font' && path.includes('next-latin-wght')),
  })
  if (!(response.headers.get('content-type') ?? '').startsWith('text/html')) {
    if (event.locals.isPersonal) response.headers.set('cache-control', 'private, no-store')
    return compressed(response, event.request.headers.get('accept-encoding') ?? '')
  }
  return compressed(page(response, event.locals), event.request.headers.get('accept-encoding') ?? '')
}

/** What the request says of its size; a body of unknown length counts as too long. */
function bodyBytes(request: Request): number {
  const length = request.headers.get('content-length')
  if (length !== null) return Number(length)
  return request.body === null ? 0 : Infinity
}

/** A page of which nothing could be read says so to machines too; the nonce replaces « any script of this origin ». */
function page(
  response: Response,
  { nonce, nothingKnown, formTarget, isPersonal, deskFailure }: App.Locals,
): Response {
  const headers = new Headers(response.headers)
  const policy = (headers.get('content-security-policy') ?? "default-src 'none'")
    .replace("script-src 'self'", `script-src 'nonce-${nonce}'`)
    // Browsers hold redirects after a form to this too, and signing in leads to the provider.
    .replace("form-action 'self'", `form-action 'self'${formTarget === undefined ? '' : ` ${formTarget}`}`)
  headers.set('content-security-policy', policy)
  headers.set('content-type', 'text/html; charset=utf-8')
  headers.set('cache-control', isPersonal === true ? 'private, no-store' : 'private, no-cache')
  headers.append('vary', 'Cookie')
  // The nonce changes each time, so would the tag.
  headers.delete('etag')
  const isUnavailable = nothingKnown === true && response.status === 200
  if (isUnavailable || deskFailure?.status === 503) headers.set('retry-after', '30')
  return new Response(response.body, { status: isUnavailable ? 503 : response.status, headers })
}

/** A fault of ours: the log has the cause, the reader a reference. Addresses are logged without their query. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  const id = randomUUID().slice(0, 8)
  if (kind === 'app') return { ...error, id }
  if (kind === 'unknown') {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    log({ event: 'page-failed', id, route: event.route.id ?? 'none', detail })
  }
  return { id }
}
