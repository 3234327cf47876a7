import { loadTrust, TrustError, type SignerIdentity, type Trust } from '@trust-space/whitelist'
import type { Api } from './api.ts'
import { openApproverKey } from './approval/approver-key.ts'
import type { ApproveDeps } from './approve.ts'
import type { CommandContext } from './command.ts'
import { UsageError } from './errors.ts'
import { readOrUsage } from './files.ts'

/** What an approver works with: all of it his own, but for the API. */
export interface ApproverSettings {
  readonly keyFile: string
  readonly kid: string
  readonly passphraseFile?: string | undefined
  readonly heldFile: string
  readonly whitelistUrl: string
  readonly anchorFiles: readonly string[]
  readonly intermediateFiles: readonly string[]
  readonly crlFiles: readonly string[]
  readonly signer: SignerIdentity
  readonly trustSpace: string
  readonly minutes: number
  readonly reason?: string | undefined
}

/** Opens an approver's key and anchors. Throws UsageError for whatever of them is wrong. */
export async function openApprover(
  api: Api,
  settings: ApproverSettings,
  { clock, terminal }: Pick<CommandContext, 'clock' | 'terminal'>,
): Promise<ApproveDeps> {
  if (!URL.canParse(settings.whitelistUrl))
    throw new UsageError(`--whitelist-url: ${settings.whitelistUrl} is no URL`)
  const trust = () => readTrust(settings)
  // Once before any list is to be judged: wrong anchors are a fault of the command line.
  await trust()
  return {
    api,
    key: await openApproverKey(settings.keyFile, settings.kid, settings.passphraseFile),
    held: {
      file: settings.heldFile,
      whitelistUrl: new URL(settings.whitelistUrl),
      trust,
      signer: settings.signer,
      clock,
    },
    trustSpace: settings.trustSpace,
    minutes: settings.minutes,
    reason: settings.reason,
    clock,
    terminal,
  }
}

async function readTrust(settings: ApproverSettings): Promise<Trust> {
  const readAll = (option: string, files: readonly string[]) =>
    Promise.all(files.map((file) => readOrUsage(option, file)))
  try {
    return await loadTrust({
      anchors: await readAll('--trust-anchor', settings.anchorFiles),
      intermediates: await readAll('--intermediate', settings.intermediateFiles),
      crls: await readAll('--crl', settings.crlFiles),
    })
  } catch (error) {
    throw error instanceof TrustError ? new UsageError(error.message) : error
  }
}
