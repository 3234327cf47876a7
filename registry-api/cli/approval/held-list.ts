import { open, readFile, rename } from 'node:fs/promises'
import {
  readWhitelist,
  VerificationError,
  verifyWhitelist,
  type SignerIdentity,
  type Trust,
  type WhitelistContent,
} from '@trust-space/whitelist'
import { fetchBytes } from '../api.ts'
import type { Clock } from '../clock.ts'
import { CommandFailure } from '../errors.ts'

/** The last served list that this approver verified itself: what a draft is compared with. */
export interface HeldList extends WhitelistContent {
  readonly digest: string
  readonly signedAt: string
}

export interface HeldListDeps {
  /** The approver's own file; it holds the signed list as served. */
  readonly file: string
  readonly whitelistUrl: URL
  /** The approver's own anchors and revocation lists, read when there is a list to judge: they are renewed meanwhile. */
  readonly trust: () => Promise<Trust>
  readonly signer: SignerIdentity
  readonly clock: Clock
  /** Told of what the verification found odd, and of each new list. */
  readonly say: (line: string) => void
}

/**
 * Brings the approver's own copy up to date: the served list, if it is another one, is verified with the approver's
 * own anchors, must not be older than the held one, and replaces it. Undefined as long as none was ever served.
 *
 * A list that is held already is not judged again: a certificate that has expired since does not take from an
 * approver what to compare with. Fails with `list-not-served`, `held-unreadable` or the verifier's code.
 */
export async function updateHeldList(deps: HeldListDeps): Promise<HeldList | undefined> {
  const held = await readHeld(deps.file)
  const served = await fetchServed(deps.whitelistUrl)
  if (served === undefined) {
    if (held === undefined) return undefined
    throw new CommandFailure(
      'list-not-served',
      `${deps.whitelistUrl.href} serves no list, and one signed at ${held.signedAt} is held: ask why before approving anything`,
    )
  }
  if (held !== undefined && digestOf(served) === held.digest) return held
  const verified = await verify(served, held, deps)
  for (const { code, detail } of verified.warnings) deps.say(`served list: warning ${code}: ${detail}`)
  await replaceFile(deps.file, served)
  deps.say(
    `served list: verified, ${verified.entries.length} lines, signed at ${verified.signedAt} by ${verified.signer.dn}`,
  )
  return verified
}

async function readHeld(file: string): Promise<HeldList | undefined> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new CommandFailure(
      'held-unreadable',
      `--held: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  try {
    const { signature, ...list } = readWhitelist(bytes)
    if (signature !== undefined) return { ...list, signedAt: signature.signedAt }
  } catch {
    // Said below: whatever it is, it is not the signed list that this command put there.
  }
  throw new CommandFailure(
    'held-unreadable',
    `${file} is not a signed list: put back the last one you verified, or remove it to begin with the served one`,
  )
}

async function fetchServed(url: URL): Promise<Uint8Array | undefined> {
  const { status, bytes } = await fetchBytes(url)
  if (status === 200) return bytes
  if (status === 404 || (status === 503 && isNothingPublished(bytes))) return undefined
  throw new CommandFailure('list-not-served', `${url.href} answers ${status}`)
}

/** What the distribution answers before the first list; any other 503 may hide one that is served. */
function isNothingPublished(bytes: Uint8Array): boolean {
  try {
    const problem = JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown
    return (
      typeof problem === 'object' &&
      problem !== null &&
      'code' in problem &&
      problem.code === 'nothing-published'
    )
  } catch {
    return false
  }
}

function digestOf(bytes: Uint8Array): string | undefined {
  try {
    return readWhitelist(bytes).digest
  } catch {
    return undefined
  }
}

async function verify(bytes: Uint8Array, held: HeldList | undefined, { trust, signer, clock }: HeldListDeps) {
  try {
    const known = held && { held: { signedAt: held.signedAt, digest: held.digest } }
    return await verifyWhitelist(bytes, {
      at: clock(),
      trust: await trust(),
      signer,
      revocation: 'warn',
      ...known,
    })
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
    throw new CommandFailure(error.code, `the served list is refused: ${error.detail}`)
  }
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
