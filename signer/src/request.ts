import type { IncomingMessage } from 'node:http'
import { SigningRefusal } from './errors.ts'
import type { SignRequest } from './signer.ts'

const APPROVALS_MAX = 8

/** Reads the headers of `POST /sign`. Refuses with request-malformed. */
export function readSignRequest(request: IncomingMessage): Omit<SignRequest, 'unsigned'> {
  const type = header(request, 'content-type').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/xml') throw malformed('content-type must be application/xml')
  const sequence = header(request, 'x-registry-sequence')
  if (!/^[1-9]\d{0,15}$/.test(sequence) || !Number.isSafeInteger(Number(sequence))) {
    throw malformed('x-registry-sequence must be a whole number from 1 on')
  }
  const time = header(request, 'x-registry-time')
  const registryTime = new Date(time)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(time) || Number.isNaN(registryTime.getTime())) {
    throw malformed('x-registry-time must be a time of RFC 3339 in UTC')
  }
  const approvals = (request.headers['x-registry-approvals'] ?? '')
    .toString()
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '')
  if (approvals.length > APPROVALS_MAX)
    throw malformed(`x-registry-approvals may hold ${APPROVALS_MAX} at most`)
  return {
    trustSpace: header(request, 'x-registry-trust-space'),
    sequence: Number(sequence),
    registryTime,
    approvals,
  }
}

/** Reads the body whole. Refuses with too-large, before reading when the caller says so itself. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new SigningRefusal('too-large', `A list of more than ${bytesMax} bytes is not signed.`)
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw tooLarge()
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > bytesMax) throw tooLarge()
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof SigningRefusal) throw error
    throw malformed('the body did not arrive whole')
  }
  return Buffer.concat(chunks, length)
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  if (typeof value !== 'string') throw malformed(`${name} is missing`)
  return value
}

function malformed(detail: string): SigningRefusal {
  return new SigningRefusal('request-malformed', `The request cannot be read: ${detail}.`)
}
