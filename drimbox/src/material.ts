import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { attributeOf, subjectOfCertificate } from '@trust-space/whitelist/format'
import { type Config, ConfigurationError } from './config.ts'

export interface Material {
  readonly key: Buffer
  /** PEM as configured: our certificate, then its issuing CA. */
  readonly certificate: Buffer
  /** DER of our certificate alone. */
  readonly own: Buffer
  readonly ownNotAfter: Date
  readonly anchors: readonly Buffer[]
  readonly intermediates: readonly Buffer[]
}

/**
 * Reads the key, the certificates and what is pinned, and checks that they belong together. Throws ConfigurationError,
 * which names the variable, the file and the fault; never what is in a file.
 */
export async function readMaterial(config: Config): Promise<Material> {
  const [key, certificate, anchor, ...intermediates] = await Promise.all([
    read('DRIMBOX_KEY_FILE', config.keyFile),
    read('DRIMBOX_CERTIFICATE_FILE', config.certificateFile),
    read('DRIMBOX_TRUST_ANCHOR_FILE', config.trustAnchorFile),
    ...config.intermediateFiles.map((path) => read('DRIMBOX_INTERMEDIATE_FILES', path)),
  ])
  const leaf = parse(
    'DRIMBOX_CERTIFICATE_FILE',
    config.certificateFile,
    'a certificate in PEM',
    () => new X509Certificate(certificate),
  )
  const privateKey: KeyObject = parse(
    'DRIMBOX_KEY_FILE',
    config.keyFile,
    'an unencrypted private key in PEM',
    () => createPrivateKey(key),
  )
  if (!leaf.checkPrivateKey(privateKey)) {
    throw new ConfigurationError(
      `DRIMBOX_KEY_FILE ${config.keyFile} is not the key of DRIMBOX_CERTIFICATE_FILE ${config.certificateFile}`,
    )
  }
  const commonName = attributeOf(subjectOfCertificate(leaf.raw), 'CN')
  if (commonName !== config.host) {
    throw new ConfigurationError(
      `DRIMBOX_HOST is ${config.host}, but the certificate in ${config.certificateFile} is for ${JSON.stringify(commonName)}`,
    )
  }
  return { key, certificate, own: leaf.raw, ownNotAfter: leaf.validToDate, anchors: [anchor], intermediates }
}

async function read(variable: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new ConfigurationError(`${variable} ${path} cannot be read (${why})`)
  }
}

function parse<T>(variable: string, path: string, what: string, read: () => T): T {
  try {
    return read()
  } catch {
    throw new ConfigurationError(`${variable} ${path} is not ${what}`)
  }
}
