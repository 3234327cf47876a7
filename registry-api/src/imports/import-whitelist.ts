import {
  diffWhitelists,
  loadTrust,
  sha256Hex,
  TrustError,
  VerificationError,
  verifyWhitelist,
  type SignerIdentity,
  type Trust,
  type VerifiedWhitelist,
} from '@trust-space/whitelist'
import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import { hasNoDrimbox, importDrimboxes } from '../drimboxes/import-drimboxes.ts'
import { importOrganisations } from '../organisations/import-organisations.ts'
import { listedLines } from '../publications/listed-lines.ts'
import type { World } from '../world.ts'
import type { ImportReport } from './import.ts'
import { importRefusals } from './import.refusals.ts'
import { importRepository } from './import.repository.ts'
import { faultsOfLines, warningsOfLines } from './import.rules.ts'

export interface ImportInput {
  readonly bytes: Uint8Array
  /** The moment at which signer and chain are judged: lists outlive their signer's certificate. */
  readonly at: Date
  readonly signer: SignerIdentity
  /** DER. None: the anchors of this instance. */
  readonly anchors: readonly Uint8Array[]
  readonly intermediates: readonly Uint8Array[]
  readonly isDryRun: boolean
}

const NONE = { added: [], removed: [], changed: [] }

/**
 * Reads a signed list into an empty registry; one that has had a DRIMbox is only compared with it (decisions 28).
 * All or nothing: a fault in one line refuses them all.
 *
 * Refuses `import-list-refused`, `import-lines-refused`, `import-anchors-unusable`; nothing is stored then.
 */
export async function importWhitelist(
  world: World & { readonly trust: () => Promise<Trust> },
  principal: Principal,
  input: ImportInput,
): Promise<ImportReport> {
  const list = await verify(world, input)
  return world.inTransaction(principal, async (tx) => {
    await importRepository(tx).waitForOthers()
    const report = (await hasNoDrimbox(tx)) ? await bootstrap(tx, list, input) : await compare(tx, list)
    if (!input.isDryRun) await record(tx, list, input, report.outcome)
    return { ...report, isDryRun: input.isDryRun, list: describe(list) }
  })
}

async function verify(
  world: { readonly trust: () => Promise<Trust> },
  input: ImportInput,
): Promise<VerifiedWhitelist> {
  try {
    const trust = input.anchors.length === 0 ? await world.trust() : await loadTrust(input)
    // No revocation list of years ago is to be had: that it is missing is said, and does not refuse.
    return await verifyWhitelist(input.bytes, {
      at: input.at,
      trust,
      signer: input.signer,
      revocation: 'warn',
    })
  } catch (error) {
    if (error instanceof VerificationError)
      throw importRefusals('import-list-refused', { verification: error.code, reason: error.detail })
    if (error instanceof TrustError && input.anchors.length > 0)
      throw importRefusals('import-anchors-unusable', { trust: error.code, reason: error.detail })
    throw error
  }
}

type Part = Omit<ImportReport, 'isDryRun' | 'list'>

async function bootstrap(tx: Transaction, list: VerifiedWhitelist, { isDryRun }: ImportInput): Promise<Part> {
  const faults = faultsOfLines(list.entries)
  if (faults.length > 0) {
    const lines = new Set(faults.map(({ pointer }) => pointer.split('/')[2])).size
    throw importRefusals('import-lines-refused', { lines }, faults)
  }
  const names = list.entries.map(({ denomination }) => denomination)
  if (!isDryRun) await importDrimboxes(tx, list.entries, await importOrganisations(tx, names))
  return {
    outcome: 'bootstrap',
    warnings: [...list.warnings, ...warningsOfLines(list.entries)],
    entered: { operators: new Set(names).size, drimboxes: list.entries.length },
    differences: NONE,
  }
}

async function compare(tx: Transaction, list: VerifiedWhitelist): Promise<Part> {
  const own = (await listedLines(tx)).map(({ entry }) => entry)
  return {
    outcome: 'comparison',
    warnings: list.warnings,
    entered: { operators: 0, drimboxes: 0 },
    differences: diffWhitelists({ generatedAt: list.generatedAt, entries: own }, list),
  }
}

async function record(
  tx: Transaction,
  list: VerifiedWhitelist,
  input: ImportInput,
  outcome: ImportReport['outcome'],
): Promise<void> {
  const id = tx.newId()
  await importRepository(tx).insert({
    id,
    outcome,
    digest: list.digest,
    fileSha256: sha256Hex(input.bytes),
    signedAt: new Date(list.signedAt),
    signerDn: list.signer.dn,
    signerFingerprint: list.signer.fingerprint,
    verifiedAt: input.at,
    entryCount: list.entries.length,
    at: tx.at,
  })
  await recordChanges(tx, [
    {
      event: outcome === 'bootstrap' ? 'whitelist.imported' : 'whitelist.compared',
      subject: { kind: 'import', id },
      data: { digest: list.digest, signedAt: list.signedAt, entryCount: list.entries.length },
    },
  ])
}

function describe(list: VerifiedWhitelist): ImportReport['list'] {
  return {
    signedAt: list.signedAt,
    digest: list.digest,
    entryCount: list.entries.length,
    profile: list.profile,
    signerDn: list.signer.dn,
    signerFingerprint: list.signer.fingerprint,
  }
}
