import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'

// Leaf, two intermediates and a root are the longest that makers of security keys use.
const CHAIN_MAX = 4

/**
 * Whether a maker we trust vouches for the key: the chain of its attestation leads to one of `roots`, link by link, all
 * in force at `at`. Our own walk, because the library's fetches the URLs that certificates name (decisions 37).
 */
export function isAttestedBy(
  roots: readonly X509Certificate[],
  chain: readonly Uint8Array[],
  at: Date,
): boolean {
  if (chain.length === 0 || chain.length > CHAIN_MAX) return false
  const certificates = parse(chain)
  if (certificates === undefined || !certificates.every((certificate) => isInForce(certificate, at)))
    return false
  const isLinked = certificates.every((certificate, index) => {
    const issuer = certificates[index + 1]
    return issuer === undefined || isIssuedBy(certificate, issuer)
  })
  const last = certificates.at(-1)!
  return (
    isLinked &&
    roots.some((root) => isInForce(root, at) && (last.raw.equals(root.raw) || isIssuedBy(last, root)))
  )
}

/** The makers named in a PEM file; none without one. Throws where the file holds anything else, or nothing. */
export async function loadRoots(file: string | undefined): Promise<X509Certificate[]> {
  if (file === undefined) return []
  const blocks = (await readFile(file, 'utf8')).match(
    /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
  )
  if (blocks === null) throw new Error(`${file} holds no certificate of a maker of security keys`)
  return blocks.map((block) => new X509Certificate(block))
}

function parse(chain: readonly Uint8Array[]): X509Certificate[] | undefined {
  try {
    return chain.map((der) => new X509Certificate(der))
  } catch {
    return undefined
  }
}

const isInForce = (certificate: X509Certificate, at: Date) =>
  certificate.validFromDate <= at && at <= certificate.validToDate

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate) =>
  issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
