import type { Entry } from '@trust-space/whitelist/format'

/** What an import found and did. */
export interface ImportReport {
  /** The first list fills an empty registry; every later one is only compared with it (decisions 28). */
  readonly outcome: 'bootstrap' | 'comparison'
  readonly isDryRun: boolean
  readonly list: {
    readonly signedAt: string
    readonly digest: string
    readonly entryCount: number
    readonly profile: 'A' | 'B'
    readonly signerDn: string
    readonly signerFingerprint: string
  }
  /** Of the verification, and of what should be mended by and by. */
  readonly warnings: readonly { readonly code: string; readonly detail: string }[]
  readonly entered: { readonly operators: number; readonly drimboxes: number }
  /** Of a comparison: what the imported list says differently from the lines of this registry. */
  readonly differences: {
    readonly added: readonly Entry[]
    readonly removed: readonly Entry[]
    readonly changed: readonly {
      readonly before: Entry
      readonly after: Entry
      readonly fields: readonly string[]
    }[]
  }
}
