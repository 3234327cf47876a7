import { X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrustAuthority } from '../trust-authority.ts'
import { whichCas, type Which } from './ca.ts'
import { certificatePem } from './certificate.ts'
import type { Clock } from './clock.ts'
import { writeAside } from './store.ts'

/** Where `renewCrls` puts the CRL of one CA, DER. */
export function crlFile(directory: string, which: Which): string {
  return join(directory, 'crl', `${which}.crl`)
}

/**
 * Signs the three CRLs afresh and writes them (DER) under `crl/` of the authority's directory; gives them back.
 * Part of every start (decisions 65).
 */
export async function renewCrls(
  authority: TrustAuthority,
  directory: string,
): Promise<Record<Which, Uint8Array>> {
  await mkdir(join(directory, 'crl'), { recursive: true })
  const crls = {
    root: await authority.crl('root'),
    lists: await authority.crl('lists'),
    servers: await authority.crl('servers'),
  }
  for (const which of whichCas) await writeAside(crlFile(directory, which), crls[which], 0o644)
  return crls
}

/**
 * Renews the first certificate of a PEM file when less than a third of its life is left; the rest of the chain stays.
 *
 * Name and key stay too, so the list that names the holder is untouched. Tells whether it wrote.
 */
export async function renewCertificateFile(
  authority: TrustAuthority,
  certificateFile: string,
  clock: Clock,
): Promise<boolean> {
  const pem = await readFile(certificateFile, 'utf8')
  const [leafPem, ...chain] = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g) ?? []
  if (leafPem === undefined) throw new Error(`${certificateFile} holds no certificate`)
  const leaf = new X509Certificate(leafPem)
  const lifeMs = Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)
  const leftMs = Date.parse(leaf.validTo) - clock().getTime()
  if (leftMs > lifeMs / 3) return false
  const renewed = await authority.renew(new Uint8Array(leaf.raw))
  await writeAside(certificateFile, certificatePem(renewed) + chain.join(''), 0o644)
  return true
}
