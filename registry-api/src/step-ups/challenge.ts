import { createHash, randomBytes } from 'node:crypto'

/** 256 bits that nobody foresaw, base64url. */
export function newNonce(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * What the key signs for one act: SHA-256("drim-step-up/1" || nonce || SHA-256(JCS of the act)), base64url
 * (procedures 4). Whoever shows the act to the person can compute it from what is shown.
 */
export function challengeOf(nonce: string, actSha256: string): string {
  return digest('drim-step-up/1', nonce, actSha256)
}

/** What a new key signs when it is enrolled: no act has this digest, so neither stands in for the other. */
export function enrolmentDigest(personId: string, sessionId: string): string {
  return createHash('sha256').update(`drim-enrolment/1\0${personId}\0${sessionId}`).digest('hex')
}

function digest(label: string, nonce: string, sha256: string): string {
  return createHash('sha256')
    .update(label)
    .update(Buffer.from(nonce, 'base64url'))
    .update(Buffer.from(sha256, 'hex'))
    .digest('base64url')
}
