import { ApprovalError } from './errors.ts'
import { isDateTime, isFreeText } from './format-v1.ts'

/** What one person approves: that content, as the next list after that base, until then (decisions 22, 63). */
export interface ApprovalClaims {
  readonly trustSpace: string
  /** Sequence of the last signed list; 0 where there is none. */
  readonly baseSequence: number
  /** Lower-case hex; EMPTY_DIGEST for a first list. */
  readonly baseDigest: string
  readonly newSequence: number
  /** SHA-256 of the unsigned canonical XML, lower-case hex. */
  readonly contentDigest: string
  readonly reason: string
  /** RFC 3339 UTC. */
  readonly expiry: string
}

export interface ReadApproval {
  readonly kid: string
  readonly claims: ApprovalClaims
  /** The bytes the signature is over. */
  readonly signingInput: Uint8Array
  /** ES256, r then s, 64 bytes. Not verified here. */
  readonly signature: Uint8Array
}

const TYPE = 'drim-approval+jws'
/** ES256: r and s of 32 bytes each. */
const SIGNATURE_LENGTH = 64
/** A reason of 1,024 characters of four bytes, in base64, and the rest. */
const TEXT_LENGTH_MAX = 8192
const DIGEST = /^[0-9a-f]{64}$/
const IDENTIFIER = /^[\x21-\x7e]{1,128}$/

type Json = Readonly<Record<string, string | number>>

/**
 * Makes an approval: a compact JWS whose payload is the JCS (RFC 8785) of the claims. `sign` gives ES256 over the bytes
 * it gets, r then s. Throws ApprovalError for claims that readApproval would refuse.
 */
export function encodeApproval(
  claims: ApprovalClaims,
  kid: string,
  sign: (bytes: Uint8Array) => Uint8Array,
): string {
  assertKid(kid)
  const payload = canonicalJson({ ...toClaims({ ...claims }) })
  const signingInput = `${base64url(canonicalJson({ alg: 'ES256', kid, typ: TYPE }))}.${base64url(payload)}`
  const signature = sign(Buffer.from(signingInput, 'ascii'))
  if (signature.length !== SIGNATURE_LENGTH) throw new ApprovalError('the signature is not of 64 bytes')
  return `${signingInput}.${Buffer.from(signature).toString('base64url')}`
}

/**
 * Reads an approval, whose one spelling is that of encodeApproval: header and payload are compared with their own JCS,
 * so that two readers cannot see two things in it. Whether it suffices (key, expiry, base, use) is for the signer.
 *
 * Throws ApprovalError.
 */
export function readApproval(jws: string): ReadApproval {
  if (jws.length > TEXT_LENGTH_MAX) throw new ApprovalError('longer than any approval')
  const parts = jws.split('.')
  if (parts.length !== 3) throw new ApprovalError('not a compact JWS')
  const [header, payload, signature] = parts.map(fromBase64url) as [Buffer, Buffer, Buffer]
  const { kid, ...rest } = canonicalObject(header)
  if (rest.alg !== 'ES256' || rest.typ !== TYPE || Object.keys(rest).length !== 2) {
    throw new ApprovalError(`the header is not that of a ${TYPE}`)
  }
  if (signature.length !== SIGNATURE_LENGTH) throw new ApprovalError('the signature is not of 64 bytes')
  return {
    kid: assertKid(kid),
    claims: toClaims(canonicalObject(payload)),
    signingInput: Buffer.from(`${parts[0]}.${parts[1]}`, 'ascii'),
    signature,
  }
}

function toClaims(json: Json): ApprovalClaims {
  const { trustSpace, baseSequence, baseDigest, newSequence, contentDigest, reason, expiry, ...more } = json
  const isSequence = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
  const isText = (value: unknown, is: (text: string) => boolean): value is string =>
    typeof value === 'string' && is(value)
  if (!isText(trustSpace, (text) => IDENTIFIER.test(text))) throw new ApprovalError('trustSpace')
  if (!isSequence(baseSequence)) throw new ApprovalError('baseSequence')
  if (!isText(baseDigest, (text) => DIGEST.test(text))) throw new ApprovalError('baseDigest')
  if (!isSequence(newSequence) || newSequence === 0) throw new ApprovalError('newSequence')
  if (!isText(contentDigest, (text) => DIGEST.test(text))) throw new ApprovalError('contentDigest')
  if (!isText(reason, (text) => text.trim() !== '' && isFreeText(text))) throw new ApprovalError('reason')
  if (!isText(expiry, isDateTime)) throw new ApprovalError('expiry')
  if (Object.keys(more).length > 0) throw new ApprovalError(`unknown member ${Object.keys(more)[0]}`)
  return { trustSpace, baseSequence, baseDigest, newSequence, contentDigest, reason, expiry }
}

function assertKid(kid: unknown): string {
  if (typeof kid !== 'string' || !IDENTIFIER.test(kid)) throw new ApprovalError('kid')
  return kid
}

/** RFC 8785 of a flat object: members sorted by UTF-16 code units, and JSON.stringify writes strings and numbers as JCS does. */
function canonicalJson(json: Json): string {
  return JSON.stringify(Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1))))
}

/** Parses a flat object and demands its canonical spelling; a member named twice cannot pass that. */
function canonicalObject(bytes: Buffer): Json {
  const text = bytes.toString('utf8')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ApprovalError('not JSON')
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new ApprovalError('not a JSON object')
  if (Object.values(json).some((value) => typeof value !== 'string' && typeof value !== 'number')) {
    throw new ApprovalError('a member that is neither text nor number')
  }
  if (!bytes.equals(Buffer.from(canonicalJson(json as Json), 'utf8')))
    throw new ApprovalError('not in canonical form')
  return json as Json
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url')
}

function fromBase64url(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw new ApprovalError('not base64url')
  return bytes
}
