import { createPrivateKey, sign } from 'node:crypto'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  EMPTY_DIGEST,
  encodeApproval,
  sha256Hex,
  writeUnsignedWhitelist,
  type ApprovalClaims,
  type Entry,
} from '@trust-space/whitelist/format'
import {
  createApproverKey,
  createAuthority,
  type ApproverKey,
  type Clock,
  type TrustAuthority,
} from '../../demo/trust-authority.ts'

/** Everything a signer needs, in files of one directory, with the keys of three approvers: two persons, three keys. */
export interface SignerHome {
  readonly directory: string
  readonly trustSpace: string
  readonly authority: TrustAuthority
  readonly environment: Readonly<Record<string, string>>
  /** Ada has two keys, Grace one; nobody knows the stranger. */
  readonly keys: Readonly<Record<'ada' | 'adasOther' | 'grace' | 'stranger', ApproverKey>>
  readonly signerCertificate: Uint8Array
}

export interface SignerHomeOptions {
  readonly clock: Clock
  readonly trustSpace?: string
  readonly demo?: boolean
  readonly mode?: 'demo' | 'real'
  readonly certificate?: { readonly notBefore?: Date; readonly notAfter?: Date }
}

export const PASSPHRASE = 'une phrase de passe – éprouvée'

/** Makes a signer's home in `directory`, which must exist. */
export async function createSignerHome(directory: string, options: SignerHomeOptions): Promise<SignerHome> {
  const { clock, trustSpace = 'DRIM-M-TEST', demo = false, mode = 'demo' } = options
  const authority = await createAuthority({ clock, demo })
  const signer = await authority.issueListSigner(options.certificate ?? {})
  const keys = {
    ada: createApproverKey({ person: 'Ada', demo }),
    adasOther: createApproverKey({ person: 'Ada', demo }),
    grace: createApproverKey({ person: 'Grace', demo }),
    stranger: createApproverKey({ person: 'Nobody', demo }),
  }
  const approvers = [keys.ada, keys.adasOther, keys.grace].map(({ kid, person, publicKey }) => ({
    kid,
    person,
    publicKey,
  }))
  const files = {
    SIGNER_KEY_FILE: encryptedKey(signer.privateKeyPem, PASSPHRASE),
    SIGNER_KEY_PASSPHRASE_FILE: `${PASSPHRASE}\n`,
    SIGNER_CERTIFICATE_FILE: [signer.pem, authority.issuers.lists.pem, authority.rootPem].join(''),
    SIGNER_APPROVERS_FILE: JSON.stringify({ approvers }),
  }
  const environment: Record<string, string> = {
    SIGNER_SOCKET: join(directory, 'run', 'signer.sock'),
    SIGNER_TRUST_SPACE: trustSpace,
    SIGNER_SPACE: 'TEST',
    SIGNER_MODE: mode,
    SIGNER_LEDGER_DIR: join(directory, 'ledger'),
  }
  for (const [name, content] of Object.entries(files)) {
    environment[name] = join(directory, name.toLowerCase())
    await writeFile(environment[name], content, { mode: 0o600 })
  }
  await mkdir(join(directory, 'run'), { mode: 0o700 })
  await chmod(join(directory, 'run'), 0o700)
  return { directory, trustSpace, authority, environment, keys, signerCertificate: signer.certificate }
}

export function encryptedKey(privateKeyPem: string, passphrase: string): string {
  const key = createPrivateKey(privateKeyPem)
  return key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString()
}

/** A plausible line; the same number gives the same line. */
export function listLine(number: number, over: Partial<Entry> = {}): Entry {
  const wadoHost = over.wadoHost ?? `db${number}.demo.mesimagesmedicales.fr`
  return {
    number,
    wadoHost,
    viewerHost: `vi${number}.demo.mesimagesmedicales.fr`,
    denomination: `OPERATEUR ${number % 7}`,
    certificateDn: `CN=${wadoHost},OU=300000001${String(number).padStart(6, '0')},O=CENTRE ${number},ST=Paris (75),C=FR`,
    supportContact: `support${number}@operateur.example`,
    addedAt: '2026-11-01T08:00:00Z',
    ...over,
  }
}

/** Lines `from` to `to`, both included. */
export function listLines(from: number, to: number): Entry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => listLine(from + index))
}

export function unsignedList(entries: readonly Entry[], generatedAt = '2026-11-25T08:00:00Z'): Uint8Array {
  return writeUnsignedWhitelist({ generatedAt, entries })
}

/** What was signed last, as an approver and a registry know it. */
export interface Base {
  readonly sequence: number
  readonly digest: string
}

export const NO_BASE: Base = { sequence: 0, digest: EMPTY_DIGEST }

/** An approval of `unsigned` as `sequence` on `base`, by `key`, for ten minutes; `over` makes wrong ones. */
export function approvalOf(
  home: Pick<SignerHome, 'trustSpace'>,
  key: ApproverKey,
  what: { readonly base: Base; readonly sequence: number; readonly unsigned: Uint8Array; readonly now: Date },
  over: Partial<ApprovalClaims> & { readonly kid?: string } = {},
): string {
  const { kid = key.kid, ...claims } = over
  return encodeApproval(
    {
      trustSpace: home.trustSpace,
      baseSequence: what.base.sequence,
      baseDigest: what.base.digest,
      newSequence: what.sequence,
      contentDigest: sha256Hex(what.unsigned),
      reason: 'essai',
      expiry: new Date(what.now.getTime() + 10 * 60_000).toISOString(),
      ...claims,
    },
    kid,
    (bytes) => sign('sha256', bytes, { key: createPrivateKey(key.privateKeyPem), dsaEncoding: 'ieee-p1363' }),
  )
}
