/**
 * The DER values in a file that is PEM, of one or more blocks with that label, or DER. None where it is neither; text
 * around PEM blocks is skipped, as OpenSSL does.
 */
export function derValuesOf(bytes: Uint8Array, label: 'CERTIFICATE' | 'X509 CRL'): Uint8Array[] {
  if (bytes[0] === 0x30) return [bytes]
  const block = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*)-----END ${label}-----`, 'g')
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return [...text.matchAll(block)].map(([, base64 = '']) => Buffer.from(base64, 'base64'))
}
