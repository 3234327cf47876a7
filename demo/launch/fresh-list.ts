import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { demoBoxes, wadoHostOf } from '../world.ts'
import type { ApiClient } from './api-client.ts'
import { StartFault, Stopped } from './fault.ts'
import type { Layout } from './layout.ts'

const PATIENCE_MS = 60_000
/** The registry signs each day; a list older than that is about to be replaced. */
const AGE_MAX_MS = 24 * 3_600_000

interface Status {
  readonly current: { readonly sequence: number; readonly signedAt: string } | null
}
interface Publication {
  readonly sequence: number
  readonly state: string
  readonly refusal?: unknown
}

/**
 * Waits until the served list is of today and names every box of the demo that belongs on it (decisions 65): the
 * registry publishes by itself, and after a long pause the approver must have answered first.
 * Throws StartFault `list-not-fresh` with what the signer or the registry says.
 */
export async function untilListIsFresh(
  api: ApiClient,
  layout: Layout,
  clock: Clock,
  signal: AbortSignal,
): Promise<number> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 200) {
    if (signal.aborted) throw new Stopped()
    await assertSignerReady(layout)
    const { current } = await api.get<Status>('/v1/status')
    const isOfToday = current !== null && clock().getTime() - Date.parse(current.signedAt) < AGE_MAX_MS
    if (isOfToday && (await namesAllBoxes(api))) return current.sequence
    await wait(200)
  }
  const { items } = await api.get<{ items: readonly Publication[] }>('/v1/publications?limit=3')
  const seen = items.map(({ sequence, state, refusal }) =>
    `${sequence} ${state} ${refusal ? JSON.stringify(refusal) : ''}`.trim(),
  )
  throw new StartFault(
    'list-not-fresh',
    `no fresh list was published within ${PATIENCE_MS / 1000} s (last publications: ${seen.join('; ') || 'none'}). The last good list is kept. Look into ${layout.logs}/approver.log, signer.log and api.log.`,
  )
}

async function namesAllBoxes(api: ApiClient): Promise<boolean> {
  for (const { number } of demoBoxes) {
    const { items: boxes } = await api.get<{ items: readonly { onList: boolean }[] }>(
      `/v1/drimboxes?number=${number}`,
    )
    if (!boxes.some(({ onList }) => onList)) continue
    const { items: lines } = await api.get<{ items: readonly { number: number }[] }>(
      `/v1/whitelist/entries?q=${wadoHostOf(number)}`,
    )
    if (!lines.some((line) => line.number === number)) return false
  }
  return true
}

/**
 * A signer in doubt about its ledger never signs again by itself: waiting would be in vain. One whose ledger does not
 * know the list that is served has another ledger than the one that signed it, and would use numbers twice.
 */
async function assertSignerReady(layout: Layout): Promise<void> {
  const state = await signerState(layout.sockets.signer)
  if (state === undefined) return // being restarted: the supervisor sees to it
  if (state.status === 'read-only') {
    throw doubt(
      layout,
      `the signer is read-only (${state.code ?? 'no code'}): it doubts its ledger ${layout.signer.ledger} and signs nothing.`,
    )
  }
  const served = servedRecord(layout)
  if (served === undefined) return
  const { head } = state
  if (head && (head.sequence > served.sequence || head.contentDigest === served.digest)) return
  throw doubt(
    layout,
    `list ${served.sequence} is served, but the signer's ledger ${layout.signer.ledger} ${head ? `ends with another list (${head.sequence})` : 'is empty'}: it is not the ledger that signed it.`,
  )
}

function doubt(layout: Layout, what: string): StartFault {
  return new StartFault(
    'list-not-fresh',
    `${what} Put back the true ledger from a copy; the last good list is kept. What the signer saw stands in ${layout.logs}/signer.log.`,
  )
}

function servedRecord(layout: Layout): { sequence: number; digest: string } | undefined {
  try {
    return JSON.parse(readFileSync(join(layout.lists, 'current.json'), 'utf8')) as {
      sequence: number
      digest: string
    }
  } catch {
    return undefined // none yet, or lost: the registry writes it again
  }
}

interface SignerState {
  readonly status: string
  readonly code?: string
  readonly head: { readonly sequence: number; readonly contentDigest: string } | null
}

async function signerState(socketPath: string): Promise<SignerState | undefined> {
  return new Promise((done) => {
    const asked = request({ socketPath, path: '/state', timeout: 5_000 }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => done(parsed(text)))
    })
    asked.on('error', () => done(undefined))
    asked.on('timeout', () => asked.destroy())
    asked.end()
  })
}

function parsed(text: string): SignerState | undefined {
  try {
    return JSON.parse(text) as SignerState
  } catch {
    return undefined
  }
}
