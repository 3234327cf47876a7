import { request } from 'node:http'

export interface SignerAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  /** Of a refusal, else undefined. */
  readonly code: string | undefined
}

export interface SignCall {
  readonly trustSpace: string
  readonly sequence: number
  readonly unsigned: Uint8Array
  readonly time: Date
  readonly approvals?: readonly string[]
  /** Over those that follow from the rest; undefined leaves a header out. */
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** Calls a signer with the full rights of its caller: whatever bytes and headers one likes, on its socket. */
export async function callSigner(
  socket: string,
  call: {
    readonly method: string
    readonly path: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: Uint8Array
  },
): Promise<SignerAnswer> {
  return new Promise((resolve, reject) => {
    const { method, path, headers = {}, body } = call
    const outgoing = request({ socketPath: socket, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const answer = Buffer.concat(chunks)
        const isProblem = response.headers['content-type'] === 'application/problem+json'
        const code = isProblem ? (JSON.parse(answer.toString('utf8')) as { code: string }).code : undefined
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer, code })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

export async function signVia(socket: string, call: SignCall): Promise<SignerAnswer> {
  const headers: Record<string, string> = {}
  const all: Record<string, string | undefined> = {
    'content-type': 'application/xml',
    'x-registry-trust-space': call.trustSpace,
    'x-registry-sequence': String(call.sequence),
    'x-registry-time': call.time.toISOString(),
    'x-registry-approvals': call.approvals?.join(','),
    ...call.headers,
  }
  for (const [name, value] of Object.entries(all)) if (value !== undefined) headers[name] = value
  return callSigner(socket, { method: 'POST', path: '/sign', headers, body: call.unsigned })
}

/** What `GET /state` answers, as far as tests look at it. */
export interface SignerStateAnswer {
  readonly trustSpace: string
  readonly status: string
  readonly code?: string
  readonly detail?: string
  readonly head: {
    readonly sequence: number
    readonly contentDigest: string
    readonly signedAt: string
    readonly recordHash: string
  } | null
  readonly guardRails: { readonly threshold: number; readonly used: number; readonly left: number }
  readonly warnings: readonly { readonly code: string; readonly detail: string }[]
}

export async function stateVia(socket: string): Promise<SignerStateAnswer> {
  const { body } = await callSigner(socket, { method: 'GET', path: '/state' })
  return JSON.parse(body.toString('utf8')) as SignerStateAnswer
}
