/**
 * Headers of every answer, files included. The content policy is not here: it carries a nonce and belongs to pages.
 *
 * `same-origin` and not `no-referrer`: under the latter browsers send `Origin: null` with our own forms.
 */
export function securityHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    // Two years. Only over https: on http a browser ignores it.
    ...(origin.startsWith('https:') ? { 'strict-transport-security': 'max-age=63072000' } : {}),
  }
}
