import { request } from 'node:http'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { assertOutsideTransaction } from '../db/transaction.ts'
import type { Intent } from './publication.ts'

const SignerStateJson = z.object({
  trustSpace: z.string(),
  status: z.enum(['ready', 'read-only']),
  code: z.string().optional(),
  detail: z.string().optional(),
  head: z
    .object({
      sequence: z.number().int().positive(),
      contentDigest: z.string().regex(/^[0-9a-f]{64}$/),
      signedAt: z.iso.datetime().transform((text) => new Date(text)),
    })
    .nullable(),
  certificate: z.object({
    subject: z.string(),
    fingerprint: z.string(),
    notBefore: z.iso.datetime(),
    notAfter: z.iso.datetime(),
  }),
  guardRails: z.object({ threshold: z.number(), used: z.number(), windowHours: z.number().positive() }),
  // A signer of before tells none: then it alone judges.
  approvers: z
    .array(z.object({ kid: z.string(), person: z.number().int(), publicKey: z.base64() }))
    .optional(),
})
export type SignerState = z.infer<typeof SignerStateJson>

/** The signer said no, and signed nothing: the number is spent. */
export class SignerRefusal extends Error {
  override readonly name = 'SignerRefusal'
  readonly code: string
  readonly detail: string
  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}

/** There is no verdict: it may have signed, or not, or signs nothing at all for now. Ask again with the same bytes. */
export class SignerUnavailable extends Error {
  override readonly name = 'SignerUnavailable'
  readonly code: string
  constructor(code: string, reason: string) {
    super(reason)
    this.code = code
  }
}

export interface SignedAnswer {
  readonly file: Uint8Array
  readonly recordHash: string
  readonly replayed: boolean
}

export interface SignerClient {
  state(): Promise<SignerState>
  sign(intent: Intent): Promise<SignedAnswer>
}

// Some hundreds of approvers.
const STATE_BYTES_MAX = 256 * 1024
// A signed list of 100,000 entries is 55 MB.
const FILE_BYTES_MAX = 160 * 1024 * 1024

/** Speaks HTTP over the signer's Unix socket (decisions 9). Never inside a transaction. */
export function createSignerClient(options: {
  readonly socket: string
  readonly trustSpace: string
  readonly timeoutMs: number
  readonly clock: Clock
}): SignerClient {
  const call = (
    path: string,
    bytesMax: number,
    sent?: { headers: Record<string, string>; body: Uint8Array },
  ) => exchange({ socket: options.socket, timeoutMs: options.timeoutMs, path, bytesMax, sent })
  return {
    async state() {
      const { status, body } = await call('/state', STATE_BYTES_MAX)
      const parsed = SignerStateJson.safeParse(jsonOf(body))
      if (status !== 200 || !parsed.success)
        throw new SignerUnavailable('signer-unavailable', `GET /state gave ${status} and no state`)
      return parsed.data
    },

    async sign({ publication, content, approvals }) {
      const headers: Record<string, string> = {
        'content-type': 'application/xml',
        'x-registry-trust-space': options.trustSpace,
        'x-registry-sequence': String(publication.sequence),
        'x-registry-time': options.clock().toISOString(),
        ...(approvals.length === 0 ? {} : { 'x-registry-approvals': approvals.join(',') }),
      }
      const answer = await call('/sign', FILE_BYTES_MAX, { headers, body: content })
      if (answer.status === 200) {
        return {
          file: answer.body,
          recordHash: String(answer.headers['x-signer-record'] ?? ''),
          replayed: answer.headers['x-signer-replayed'] === 'true',
        }
      }
      const problem = problemOf(answer.body)
      if (problem === undefined)
        throw new SignerUnavailable('signer-unavailable', `POST /sign gave ${answer.status} without a code`)
      // 5xx is no verdict on this list: the ledger is in doubt, the disk full, the key away.
      if (answer.status >= 500) throw new SignerUnavailable(problem.code, problem.detail)
      throw new SignerRefusal(problem.code, problem.detail)
    },
  }
}

interface Exchange {
  readonly socket: string
  readonly path: string
  readonly timeoutMs: number
  readonly bytesMax: number
  readonly sent: { readonly headers: Record<string, string>; readonly body: Uint8Array } | undefined
}

async function exchange({ socket, path, timeoutMs, bytesMax, sent }: Exchange) {
  assertOutsideTransaction('the signer')
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Uint8Array }>(
    (resolve, reject) => {
      const fail = (reason: string) => reject(new SignerUnavailable('signer-unavailable', reason))
      const call = request(
        {
          socketPath: socket,
          path,
          method: sent === undefined ? 'GET' : 'POST',
          headers: { ...sent?.headers, 'content-length': sent?.body.length ?? 0 },
          // One connection a call: a kept one may be that of a signer that has died since.
          agent: false,
          signal: AbortSignal.timeout(timeoutMs),
        },
        (response) => {
          const chunks: Buffer[] = []
          let length = 0
          response.on('data', (chunk: Buffer) => {
            length += chunk.length
            if (length > bytesMax) call.destroy(new Error('the answer does not end'))
            else chunks.push(chunk)
          })
          response.on('end', () => {
            if (!response.complete) fail('the answer was cut short')
            else
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                body: Buffer.concat(chunks),
              })
          })
          response.on('error', (error) => fail(error.message))
        },
      )
      call.on('error', (error) =>
        fail(
          error.name === 'TimeoutError' || error.name === 'AbortError'
            ? 'it did not answer in time'
            : error.message,
        ),
      )
      call.end(sent?.body)
    },
  )
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}

/** What the signer itself said; an answer of the HTTP stack alone (a bare 408, say) is none, and no verdict. */
function problemOf(body: Uint8Array): { code: string; detail: string } | undefined {
  return z.object({ code: z.string().max(64), detail: z.string().max(2_000) }).safeParse(jsonOf(body)).data
}
