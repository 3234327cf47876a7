import { z, type Hook } from '@hono/zod-openapi'
import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { databaseFailure, isDatabaseUnavailable, isUnstorableText } from '../db/failures.ts'
import { Refusal, StaleVersion, type FieldFault, type RefusalKind } from '../errors.ts'
import type { Log } from '../log.ts'
import { versionOf } from './caching.ts'
import type { HttpEnvironment } from './environment.ts'
import { TransportError, transportProblems } from './transport.ts'
import { faultsOf } from './validation.ts'

/** The only place where a refusal meets a status: by its kind, never by its code. */
export const STATUS = {
  'not-found': 404,
  conflict: 409,
  forbidden: 403,
  invalid: 422,
  gone: 410,
  unavailable: 503,
} as const satisfies Record<RefusalKind, ContentfulStatusCode>

export const Problem = z
  .object({
    type: z.string().openapi({ example: '/problems/drimbox-not-found' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string().openapi({ example: 'urn:request:0197…' }),
    code: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    version: z
      .number()
      .int()
      .optional()
      .openapi({ description: 'Of `version-stale`: the version it has now' }),
    changed: z
      .array(z.string())
      .optional()
      .openapi({ description: 'Of `version-stale`: the fields that changed since the version in If-Match' }),
    changes: z
      .array(z.object({ event: z.string(), at: z.string(), fields: z.array(z.string()) }))
      .optional()
      .openapi({ description: 'Of `version-stale`: the changes themselves, oldest first' }),
  })
  .openapi('Problem')

type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 428 | 429 | 503

/** The refusals of a contract, listed one by one: `default` would keep the typed client from narrowing on `res.ok`. */
export function refusals<const Status extends ProblemStatus>(...statuses: Status[]) {
  const response = {
    description: 'Refused; `code` says why (docs/errors.md)',
    content: { 'application/problem+json': { schema: Problem } },
  } as const
  return Object.fromEntries(statuses.map((status) => [status, response])) as Record<Status, typeof response>
}

interface RowChange {
  readonly event: string
  readonly at: string
  readonly fields: readonly string[]
}

/** The last `versions` changes of a row. */
export type WhatChanged = (subjectId: string, versions: number) => Promise<readonly RowChange[]>

/** app.onError: every error becomes a problem document (RFC 9457); what is nobody's fault but ours says nothing. */
export function problemFromError(log: Log, whatChanged?: WhatChanged): ErrorHandler<HttpEnvironment> {
  return (error, c) => {
    if (error instanceof Refusal) {
      return answer(
        c,
        STATUS[error.text.kind],
        error.code,
        error.sentence(c.var.language),
        error.details,
        error.faults,
      )
    }
    if (error instanceof TransportError) return transport(c, error)
    if (error instanceof StaleVersion) return stale(c, error, whatChanged)
    if (error instanceof HTTPException) return transport(c, fromHttpException(error))
    if (isDatabaseUnavailable(error)) {
      log.warn('database-unavailable', { requestId: c.var.requestId, cause: databaseFailure(error)?.code })
      return transport(c, new TransportError('database-unavailable'))
    }
    if (isUnstorableText(error))
      return transport(c, new TransportError('request-malformed', { reason: 'a text holds U+0000' }))
    log.error('request-failed', error, { requestId: c.var.requestId })
    return transport(c, new TransportError('internal-error'))
  }
}

/** app.notFound: without it Hono answers plain text. */
export const problemFromUnknownRoute: NotFoundHandler<HttpEnvironment> = (c) =>
  transport(c, new TransportError('route-not-found'))

/** defaultHook of the app: a field that does not fit its schema, told by JSON pointer. */
export const problemFromValidation: Hook<unknown, HttpEnvironment, string, unknown> = (result) => {
  if (result.success) return
  const base = result.target === 'json' ? '' : `/${result.target}`
  throw new TransportError('request-invalid', {}, faultsOf(result.error.issues, base))
}

function fromHttpException(error: HTTPException): TransportError {
  if (error.status === 415)
    return new TransportError('media-type-not-supported', { expected: 'application/json' })
  // Hono's own words on malformed JSON; nothing of the body is in them.
  return new TransportError('request-malformed', { reason: error.message || 'unreadable' })
}

/** 412, with what changed since the version that the caller has read: a lost update must not be repeated blindly. */
async function stale(
  c: Context<HttpEnvironment>,
  { version }: StaleVersion,
  whatChanged: WhatChanged | undefined,
): Promise<Response> {
  const read = versionOf(c.req.header('if-match'))
  const [, subjectId] = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/.exec(c.req.path) ?? []
  const problem = new TransportError('version-stale', { version })
  // A version that it never had, or has yet to have: there is nothing to tell since then.
  if (whatChanged === undefined || subjectId === undefined || read < 1 || read >= version)
    return transport(c, problem)
  const changes = await whatChanged(subjectId, version - read)
  const changed = [...new Set(changes.flatMap(({ fields }) => fields))]
  return transport(c, problem, { changed, changes })
}

function transport(
  c: Context<HttpEnvironment>,
  error: TransportError,
  more: Readonly<Record<string, unknown>> = {},
): Response {
  const { status, ...text } = transportProblems[error.code]
  const sentence = text[c.var.language].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(error.details[name]),
  )
  if (status === 401) c.header('www-authenticate', 'Bearer realm="registry"')
  if (status === 503) c.header('retry-after', '5')
  return answer(c, status, error.code, sentence, { ...error.details, ...more }, error.faults)
}

function answer(
  c: Context<HttpEnvironment>,
  status: ContentfulStatusCode,
  code: string,
  sentence: string,
  details: Readonly<Record<string, unknown>>,
  faults: readonly FieldFault[],
): Response {
  c.header('cache-control', 'no-store')
  return c.body(
    JSON.stringify({
      ...details,
      type: `/problems/${code}`,
      title: code.replaceAll('-', ' '),
      status,
      detail: sentence,
      instance: `urn:request:${c.var.requestId}`,
      code,
      ...(faults.length === 0 ? {} : { errors: faults.map((fault) => inLanguage(fault, c.var.language)) }),
    }),
    status,
    { 'content-type': 'application/problem+json', 'content-language': c.var.language },
  )
}

function inLanguage({ pointer, code, detail, detailFr }: FieldFault, language: 'en' | 'fr') {
  return { pointer, code, detail: language === 'fr' ? (detailFr ?? detail) : detail }
}
