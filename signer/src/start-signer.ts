import { readApprovers, type Approvers } from './approvers.ts'
import { readCertificates, type SignerCertificate } from './certificates.ts'
import type { Clock } from './clock.ts'
import type { SignerConfig } from './config.ts'
import { isDemoMarked } from './demo-marker.ts'
import { StartFault } from './errors.ts'
import { openKeyFile } from './key/file.ts'
import { Ledger } from './ledger.ts'
import { serveSigner } from './server.ts'
import { createSigner } from './sign.ts'
import type { Signer } from './signer.ts'

export interface RunningSigner {
  readonly signer: Signer
  readonly fingerprint: string
  readonly doubt: string | undefined
  stop(): Promise<void>
}

export interface StartDeps {
  readonly clock: Clock
  readonly log: (text: string) => void
  readonly sleep?: (milliseconds: number) => Promise<unknown>
}

/**
 * Config → key → certificate → approvers → ledger → socket, in that order, so that the first thing missing is the
 * one that is told. A ledger in doubt does not prevent the start: the signer then answers /state and refuses to sign.
 * Throws StartFault.
 */
export async function startSigner(config: SignerConfig, deps: StartDeps): Promise<RunningSigner> {
  const key = await openKeyFile(config.keyFile, config.keyPassphraseFile)
  const certificate = await readCertificates(config.certificateFile, key)
  const approvers = await readApprovers(config.approversFile)
  if (config.mode === 'real') assertNoDemoMaterial(config.trustSpace, certificate, approvers)
  const identity = { trustSpace: config.trustSpace, space: config.space, mode: config.mode }
  const ledger = await Ledger.open(config.ledgerDirectory, identity, deps.clock)
  try {
    const signer = await createSigner({
      trustSpace: config.trustSpace,
      key,
      certificate,
      approvers,
      guardRails: { count: config.guardRailCount, percent: config.guardRailPercent },
      ledger,
      bytesMax: config.bytesMax,
      clock: deps.clock,
      ...(deps.sleep && { sleep: deps.sleep }),
    })
    const { socket, bytesMax } = config
    const server = await serveSigner(signer, { socket, bytesMax, log: deps.log })
    return {
      signer,
      fingerprint: certificate.fingerprint,
      doubt: ledger.doubt,
      async stop() {
        await server.close()
        await signer.settled()
        await ledger.close()
      },
    }
  } catch (error) {
    await ledger.close()
    throw error
  }
}

/** Keys of the demonstration are in everybody's hands: what carries its mark is refused in mode real. */
function assertNoDemoMaterial(
  trustSpace: string,
  certificate: SignerCertificate,
  approvers: Approvers,
): void {
  const names = [trustSpace, ...certificate.names]
  for (const { kid, person } of approvers.values()) names.push(kid, person)
  const marked = names.filter(isDemoMarked)
  if (marked.length > 0) {
    throw new StartFault(
      'demo-material',
      `mode real refuses demonstration material: ${marked.map((name) => JSON.stringify(name)).join('; ')}`,
    )
  }
}
