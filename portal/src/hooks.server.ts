import { randomBytes, randomUUID } from 'node:crypto'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { messages } from '#lib/messages/fr.ts'
import { compressed } from '#lib/server/compression.ts'
import { log } from '#lib/server/log.ts'
import { THEME_COOKIE, themeAttribute, themeOf } from '#lib/theme.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

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

  event.locals.theme = themeOf(event.cookies.get(THEME_COOKIE))
  event.locals.nonce = randomBytes(16).toString('base64')

  const response = await resolve(event, {
    // Svelte's marks for the browser's script, a sixth of a page: no script of ours reads them. Foreign text holds no
    // `<`, it is escaped by then.
    transformPageChunk: ({ html }) =>
      html.replace('%portal.theme%', themeAttribute(event.locals.theme)).replaceAll(/<!--.*?-->/gs, ''),
    // The text face is on every page. The mono one may come a moment later.
    preload: ({ type, path }) => type === 'css' || (type === 'font' && path.includes('next-latin-wght')),
  })
  if (!(response.headers.get('content-type') ?? '').startsWith('text/html')) {
    return compressed(response, event.request.headers.get('accept-encoding') ?? '')
  }
  return compressed(page(response, event.locals), event.request.headers.get('accept-encoding') ?? '')
}

/** A page of which nothing could be read says so to machines too; the nonce replaces « any script of this origin ». */
function page(response: Response, { nonce, nothingKnown }: App.Locals): Response {
  const headers = new Headers(response.headers)
  const policy = headers.get('content-security-policy') ?? "default-src 'none'"
  headers.set('content-security-policy', policy.replace("script-src 'self'", `script-src 'nonce-${nonce}'`))
  headers.set('content-type', 'text/html; charset=utf-8')
  headers.set('cache-control', 'private, no-cache')
  headers.append('vary', 'Cookie')
  // The nonce changes each time, so would the tag.
  headers.delete('etag')
  const isUnavailable = nothingKnown === true && response.status === 200
  if (isUnavailable) headers.set('retry-after', '30')
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
