import { sha256Hex, type Entry } from '@trust-space/whitelist/format'
import { signVia, type SignerAnswer, type SignCall } from './signer-client.ts'
import { approvalOf, NO_BASE, unsignedList, type Base, type SignerHome } from './signer-home.ts'

export type ApproverName = keyof SignerHome['keys']

export interface DriveOptions {
  /** Who approves; each with an approval of exactly this list. */
  readonly by?: readonly ApproverName[]
  /** Ready-made approvals, after those of `by`. */
  readonly approvals?: readonly string[]
  readonly sequence?: number
  readonly generatedAt?: string
  readonly unsigned?: Uint8Array
  readonly call?: Partial<SignCall>
}

/** A caller that remembers what was signed last, so that a test says only what it changes. */
export interface SignerDriver {
  readonly base: Base
  /** Asks for a signature of these lines; what was signed becomes the base. */
  sign(entries: readonly Entry[], options?: DriveOptions): Promise<SignerAnswer>
}

export function driveSigner(home: SignerHome, now: () => Date, from: Base = NO_BASE): SignerDriver {
  let base = from
  return {
    get base() {
      return base
    },
    async sign(entries, options = {}) {
      const unsigned = options.unsigned ?? unsignedList(entries, options.generatedAt)
      const sequence = options.sequence ?? base.sequence + 1
      const approvals = (options.by ?? []).map((name) =>
        approvalOf(home, home.keys[name], { base, sequence, unsigned, now: now() }),
      )
      const answer = await signVia(home.environment['SIGNER_SOCKET'] ?? '', {
        trustSpace: home.trustSpace,
        sequence,
        unsigned,
        time: now(),
        approvals: [...approvals, ...(options.approvals ?? [])],
        ...options.call,
      })
      if (answer.status === 200) base = { sequence, digest: sha256Hex(unsigned) }
      return answer
    },
  }
}
