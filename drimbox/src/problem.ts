import type { ServerResponse } from 'node:http'
import type { AdmissionCode } from '@trust-space/whitelist'

// What a peer is told: the code and the next step. Names, times and lists stay in the log of this box.
export const ADMISSION_TITLES: Readonly<Record<AdmissionCode, string>> = {
  'no-certificate': 'Present the certificate of a DRIMbox.',
  'not-listed': 'The host name of this certificate is not on the whitelist held here.',
  'dn-differs': 'The whitelist names another certificate for this host name.',
  chain: 'This certificate was not issued by an authority accepted here.',
  'not-yet-valid': 'This certificate is not valid yet.',
  expired: 'This certificate has expired.',
  revoked: 'This certificate has been revoked.',
  'revocation-unknown': 'Whether this certificate is revoked cannot be known here at present.',
  usage: 'This certificate is not meant for this use.',
  'list-closed': 'This DRIMbox holds no whitelist that it may still rely on.',
}

/** Sends RFC 9457, not to be stored. */
export function sendProblem(
  response: ServerResponse,
  status: number,
  code: string,
  title: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendJson(
    response,
    status,
    { type: 'about:blank', status, code, title },
    { 'content-type': 'application/problem+json', ...headers },
  )
}

/** Sends JSON, not to be stored. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...headers,
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
