import type { Bodies, Coding } from './bodies.ts'

// Best first: at equal weight the smaller form is sent.
const PREFERENCE: readonly Coding[] = ['br', 'gzip', 'identity']

/**
 * The form to send for an `Accept-Encoding` (RFC 9110 12.5.3) among those that are ready, or `undefined` when the
 * client refuses every one. Weights count; `*` stands for what is not named; identity is refused only in words.
 */
export function chooseCoding(acceptEncoding: string | undefined, ready: Bodies): Coding | undefined {
  const weights = acceptEncoding === undefined ? new Map<string, number>() : readWeights(acceptEncoding)
  let best: { coding: Coding; weight: number } | undefined
  for (const coding of PREFERENCE) {
    if (ready[coding] === undefined) continue
    const weight = weightOf(coding, weights)
    if (weight > (best?.weight ?? 0)) best = { coding, weight }
  }
  return best?.coding
}

function weightOf(coding: Coding, weights: ReadonlyMap<string, number>): number {
  const named =
    weights.get(coding) ?? (coding === 'gzip' ? weights.get('x-gzip') : undefined) ?? weights.get('*')
  // Unnamed identity is acceptable, but last: a client that names gzip wants gzip.
  return named ?? (coding === 'identity' ? 0.0001 : 0)
}

function readWeights(header: string): Map<string, number> {
  const weights = new Map<string, number>()
  for (const part of header.split(',')) {
    const [name, ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/)
    if (name === undefined || name === '') continue
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    const weight = q === undefined ? 1 : Number(q.slice(2))
    weights.set(name, weight >= 0 && weight <= 1 ? weight : 0)
  }
  return weights
}

/**
 * The strong ETag of one form of a file. It names the file's digest and the form, so that it outlives a restart and
 * is the same on every instance. There are no ranges here, so no two encodings of one form are ever pieced together.
 */
export function etagOf(fileSha256: string, coding: Coding): string {
  return coding === 'identity' ? `"${fileSha256}"` : `"${fileSha256}-${coding}"`
}

export interface Conditions {
  readonly ifNoneMatch: string | undefined
  readonly ifModifiedSince: string | undefined
}

/**
 * The ETag to answer 304 with, or `undefined` when the file must be sent. Any form's ETag matches, for all hold the
 * same list (decisions 25). If-Modified-Since counts only without If-None-Match (RFC 9110 13.2.2).
 */
export function unchanged(conditions: Conditions, fileSha256: string, signedAt: Date): string | undefined {
  const own = PREFERENCE.map((coding) => etagOf(fileSha256, coding))
  if (conditions.ifNoneMatch !== undefined) {
    if (conditions.ifNoneMatch.trim() === '*') return etagOf(fileSha256, 'identity')
    const theirs: readonly string[] = conditions.ifNoneMatch.match(/"[^"]*"/g) ?? []
    return own.find((etag) => theirs.includes(etag))
  }
  const since = readHttpDate(conditions.ifModifiedSince)
  // Header dates have whole seconds, and so do signing times of ours.
  const isOlder = since !== undefined && Math.floor(signedAt.getTime() / 1_000) * 1_000 <= since
  return isOlder ? etagOf(fileSha256, 'identity') : undefined
}

function readHttpDate(text: string | undefined): number | undefined {
  if (text === undefined || !text.endsWith('GMT')) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}
