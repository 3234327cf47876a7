import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { StartFault } from '../errors.ts'
import { readPrivateFile } from '../private-file.ts'
import type { SigningKey } from './signing-key.ts'

const signAsync = promisify(sign) as (algorithm: string, data: Uint8Array, key: KeyObject) => Promise<Buffer>

/**
 * Opens an encrypted PKCS#8 key (PEM) with the passphrase of a file (one final line end is not part of it).
 * Faults are StartFaults: file-unreadable, file-exposed, key-not-encrypted, key-passphrase-wrong, key-invalid.
 */
export async function openKeyFile(keyFile: string, passphraseFile: string): Promise<SigningKey> {
  const pem = (await readPrivateFile('SIGNER_KEY_FILE', keyFile)).toString('latin1')
  const passphrase = await readPrivateFile('SIGNER_KEY_PASSPHRASE_FILE', passphraseFile)
  if (!pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')) {
    throw new StartFault(
      'key-not-encrypted',
      `${keyFile} is not an encrypted PKCS#8 key in PEM (BEGIN ENCRYPTED PRIVATE KEY): make one with "openssl pkcs8 -topk8"`,
    )
  }
  const privateKey = decrypt(pem, withoutFinalLineEnd(passphrase), keyFile)
  passphrase.fill(0)
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0
  if (privateKey.asymmetricKeyType !== 'rsa' || bits < 2048) {
    throw new StartFault(
      'key-invalid',
      `${keyFile} is not an RSA key of at least 2048 bits; the format knows only RSA`,
    )
  }
  return {
    publicKey: createPublicKey(privateKey),
    sign: (bytes) => signAsync('sha256', bytes, privateKey),
  }
}

// The library's own error is dropped on purpose: nothing derived from a passphrase goes to a log.
function decrypt(pem: string, passphrase: Buffer, keyFile: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase })
  } catch {
    throw new StartFault(
      'key-passphrase-wrong',
      `${keyFile} does not open with the passphrase of SIGNER_KEY_PASSPHRASE_FILE: it is another one, or the key file is damaged`,
    )
  }
}

function withoutFinalLineEnd(bytes: Buffer): Buffer {
  let end = bytes.length
  if (end > 0 && bytes[end - 1] === 0x0a) end -= 1
  if (end > 0 && bytes[end - 1] === 0x0d) end -= 1
  return bytes.subarray(0, end)
}
