import { VerificationError } from '../errors.ts'

/**
 * Digest of the same bytes by another implementation: lower-case hex SHA-256 of the canonical document without its
 * Signature. It may throw whatever it likes for bytes that it cannot read.
 */
export type SecondDigest = (bytes: Uint8Array) => Promise<string>

/** Format 7.15, `digest-paths-disagree`: two implementations that see two documents in the same bytes, one of them wrongly. */
export async function assertSecondDigest(
  bytes: Uint8Array,
  digest: string,
  second: SecondDigest | undefined,
): Promise<void> {
  if (!second) return
  const other = await second(bytes).catch((error: unknown) => `an error: ${String(error)}`)
  if (other === digest) return
  throw new VerificationError('digest-paths-disagree', `${digest} by this reader, ${other} by the second one`)
}
