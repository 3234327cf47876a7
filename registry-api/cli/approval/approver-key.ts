import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { UsageError } from '../errors.ts'
import { readOrUsage } from '../files.ts'

export interface ApproverKey {
  /** The name under which the signer knows this key. */
  readonly kid: string
  /** ES256, r then s. */
  sign(bytes: Uint8Array): Uint8Array
}

/**
 * Opens the private key of an approver: PKCS#8 in PEM on P-256, encrypted or not, readable by its owner alone.
 * `kid` is the name under which the signer's configuration knows it. Throws UsageError.
 */
export async function openApproverKey(
  file: string,
  kid: string,
  passphraseFile?: string,
): Promise<ApproverKey> {
  const pem = (await readOrUsage('--key-file', file)).toString('utf8')
  const { mode } = await stat(file)
  if ((mode & 0o077) !== 0) throw new UsageError(`--key-file: ${file} is open to others: chmod 600 it`)
  const passphrase =
    passphraseFile &&
    (await readOrUsage('--passphrase-file', passphraseFile)).toString('utf8').replace(/\r?\n$/, '')
  const key = readKey(file, pem, passphrase)
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new UsageError(`${file} is not a key on P-256, the curve of ES256`)
  }
  return { kid, sign: (bytes) => sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }) }
}

/** The mark of demonstration keys (decisions 66). A signer in mode real knows no key that bears it. */
export function isDemoKey({ kid }: ApproverKey): boolean {
  return /(?<![\p{L}\p{N}])DEMO(?![\p{L}\p{N}])/u.test(kid)
}

// The library's own error is dropped: nothing derived from a key or a passphrase goes to a terminal.
function readKey(file: string, pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey(passphrase ? { key: pem, passphrase } : pem)
  } catch {
    throw new UsageError(
      `${file} is no private key that opens (an encrypted one needs its --passphrase-file)`,
    )
  }
}
