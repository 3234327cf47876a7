import { createPublicKey, type KeyObject } from 'node:crypto'
import { StartFault } from './errors.ts'
import { readGuardedFile } from './private-file.ts'

/** Who may approve: a key, and the person it belongs to. Two keys of one person are one person. */
export interface Approver {
  readonly kid: string
  readonly person: string
  readonly publicKey: KeyObject
}

/** Approvers by kid. */
export type Approvers = ReadonlyMap<string, Approver>

/** Reads `{ "approvers": [{ kid, person, publicKey }] }`. Faults: file-unreadable, file-exposed, approvers-invalid. */
export async function readApprovers(file: string): Promise<Approvers> {
  return parseApprovers((await readGuardedFile('SIGNER_APPROVERS_FILE', file)).toString('utf8'), file)
}

export function parseApprovers(text: string, file: string): Approvers {
  const refuse = (why: string) => new StartFault('approvers-invalid', `${file}: ${why}`)
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw refuse('is not JSON')
  }
  const list = isRecord(document) ? document['approvers'] : undefined
  if (!Array.isArray(list) || list.length === 0) throw refuse('must hold at least one approver')
  const byKid = new Map<string, Approver>()
  const ownerOfKey = new Map<string, string>()
  for (const [index, item] of list.entries()) {
    const { kid, person, publicKey } = isRecord(item) ? item : {}
    if (
      !isText(kid, /^[\x21-\x7e]{1,128}$/) ||
      !isText(person, /^(?=.*\S).{1,128}$/) ||
      !isText(publicKey, /./)
    ) {
      throw refuse(`approver ${index + 1} needs kid (visible ASCII), person and publicKey, each a text`)
    }
    const key = readPublicKey(publicKey)
    if (key === undefined)
      throw refuse(`the key of approver ${kid} is not a public key on P-256 in PEM (ES256)`)
    if (byKid.has(kid)) throw refuse(`kid ${kid} stands twice`)
    // One key under two persons would let one hand approve as two.
    const spki = key.export({ type: 'spki', format: 'der' }).toString('hex')
    if (ownerOfKey.has(spki)) throw refuse(`approvers ${ownerOfKey.get(spki)} and ${kid} have the same key`)
    ownerOfKey.set(spki, kid)
    byKid.set(kid, { kid, person, publicKey: key })
  }
  return byKid
}

function readPublicKey(pem: string): KeyObject | undefined {
  try {
    // createPublicKey derives a public key from a private one: a private key must not lie in this file.
    if (!pem.includes('-----BEGIN PUBLIC KEY-----')) return undefined
    const key = createPublicKey(pem)
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value)
}
