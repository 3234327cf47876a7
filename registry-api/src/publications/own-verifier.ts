import { readFile } from 'node:fs/promises'
import {
  loadTrust,
  verifyWhitelist,
  type SignerIdentity,
  type Trust,
  type VerifiedWhitelist,
} from '@trust-space/whitelist'
import { assertOutsideTransaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'
import { trustSpaceRefusals } from '../trust-space/trust-space.refusals.ts'

export interface TrustFiles {
  readonly trustAnchorFile: string
  readonly intermediateFiles: readonly string[]
  readonly crlFiles: readonly string[]
  readonly crlUrls: readonly string[]
}

const CRL_BYTES_MAX = 32 * 1024 * 1024
const CRL_TIMEOUT_MS = 5_000

/**
 * Reads the anchors, and the revocation lists as they are now: from their files, and from the configured addresses,
 * which alone are ever dialled (decisions 37). An address that does not answer leaves the list it gave last.
 * Refuses `trust-unusable`.
 */
export function createTrustSource(files: TrustFiles, log: Log): () => Promise<Trust> {
  const lastCrls = new Map<string, Uint8Array>()
  return async () => {
    assertOutsideTransaction('the fetch of revocation lists')
    for (const url of files.crlUrls) {
      try {
        lastCrls.set(url, await fetchCrl(url))
      } catch (error) {
        log.warn('crl-unreachable', { url, cause: error instanceof Error ? error.message : String(error) })
      }
    }
    try {
      const crlFiles = await Promise.all(files.crlFiles.map((path) => readFile(path)))
      return await loadTrust({
        anchors: [await readFile(files.trustAnchorFile)],
        intermediates: await Promise.all(files.intermediateFiles.map((path) => readFile(path))),
        crls: [...crlFiles, ...lastCrls.values()],
      })
    } catch (error) {
      // Were sound when the process started: somebody took them away, or put something else in their place.
      throw trustSpaceRefusals('trust-unusable', {
        reason: error instanceof Error ? error.message : String(error),
      })
    }
  }
}

async function fetchCrl(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(CRL_TIMEOUT_MS) })
  if (!response.ok || response.body === null) throw new Error(`it answered ${response.status}`)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > CRL_BYTES_MAX) throw new Error('it does not end')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export interface VerifierOptions {
  readonly trust: () => Promise<Trust>
  readonly signer: SignerIdentity
  readonly zone: string
  /** Whether revocation lists are configured: without any, a DRIMbox would not accept the list either. */
  readonly hasRevocationLists: boolean
}

const DAY_MS = 86_400_000

export type OwnVerifier = (
  bytes: Uint8Array,
  context: {
    readonly at: Date
    readonly held: { readonly signedAt: string; readonly digest: string } | undefined
  },
) => Promise<VerifiedWhitelist>

/** Verifies what the signer gave back exactly as a DRIMbox will (decisions 51). Throws VerificationError. */
export function createOwnVerifier(options: VerifierOptions): OwnVerifier {
  return async (bytes, { at, held }) =>
    verifyWhitelist(bytes, {
      at,
      trust: await options.trust(),
      signer: options.signer,
      zone: options.zone,
      revocation: options.hasRevocationLists ? 'require' : 'warn',
      crlGraceMs: DAY_MS,
      profiles: ['B'],
      ...(held === undefined ? {} : { held }),
    })
}
