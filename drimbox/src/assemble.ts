import { join } from 'node:path'
import { admission } from './admission.ts'
import { alarmBoard } from './alarms.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { listStore } from './list-store.ts'
import type { Log } from './log.ts'
import type { Material } from './material.ts'
import { quarantine } from './quarantine.ts'
import { revocationLists } from './revocation-lists.ts'
import { trustedList } from './trusted-list.ts'
import type { WriteFile } from './write-atomically.ts'

/** What a box knows: the list, the revocation lists, and whom they admit. Nothing is read yet. Throws TrustError. */
export async function assembleKnowledge(deps: {
  config: Config
  material: Material
  clock: Clock
  log: Log
  writeFile: WriteFile
  /** Called after another list came into force, or the one in force fell. */
  onChange: () => void
}) {
  const { config, material, clock, log, writeFile, onChange } = deps
  const alarms = alarmBoard({ clock, log })
  const refused = quarantine({ directory: join(config.dataDirectory, 'quarantine'), writeFile })
  const revocation = await revocationLists({
    urls: config.crlUrls,
    anchors: material.anchors,
    intermediates: material.intermediates,
    directory: join(config.dataDirectory, 'revocation'),
    bytesMax: config.crlBytesMax,
    timeoutMs: config.fetchTimeoutMs,
    writeFile,
    quarantine: refused,
    alarms,
    clock,
    log,
  })
  const list = trustedList({
    store: listStore({ directory: join(config.dataDirectory, 'list'), writeFile }),
    quarantine: refused,
    trust: revocation.trust,
    pinned: revocation.pinned,
    signer: config.signer,
    signedEveryMs: config.signedEveryMs,
    bytesMax: config.listBytesMax,
    alarms,
    clock,
    log,
    onChange,
  })
  const gate = admission({ list, trust: revocation.trust, clientUsages: config.clientUsages, clock })
  return { alarms, quarantine: refused, revocation, list, admission: gate }
}
