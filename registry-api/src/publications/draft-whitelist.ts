import { sha256Hex, writeUnsignedWhitelist } from '@trust-space/whitelist/format'
import type { Change } from '../audit/audit.ts'
import { recordChanges } from '../audit/record-changes.ts'
import type { Principal } from '../db/principal.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Base, Intent, Line, Publication, PublicationState } from './publication.ts'
import { publicationRefusals } from './publication.refusals.ts'
import { publicationRepository, type PublicationRepository } from './publication.repository.ts'
import {
  approvalsNeeded,
  assertMayBecome,
  effectOf,
  isPauseLong,
  pauseAfterRefusalsMs,
  planPublication,
  type Plan,
} from './publication.rules.ts'
import type { PublisherDeps } from './publisher.ts'
import { readBase } from './read-base.ts'
import type { SignerState } from './signer.client.ts'

export type Draft =
  | { readonly is: 'nothing' }
  /** For people, whose approvals are not complete. */
  | { readonly is: 'waiting'; readonly publication: Publication }
  | { readonly is: 'open'; readonly intent: Intent }

const HOUR_MS = 3_600_000

/**
 * Decides what the next list is, in one consistent read, and writes it down (decisions 42, 61): a draft that waits for
 * people, or, where no approval is needed or all are there, an open intent with its number taken.
 *
 * `isAsked`: a person asks for it now. Refuses `ledger-disagrees`, `list-would-be-empty`, `nothing-to-publish`,
 * `publication-paused`; nothing is written then.
 */
export async function draftWhitelist(
  deps: PublisherDeps,
  principal: Principal,
  signer: SignerState,
  { isAsked }: { readonly isAsked: boolean },
): Promise<Draft> {
  return deps.world.inTransaction(
    principal,
    async (tx) => {
      const publications = publicationRepository(tx)
      const alive = await publications.findAlive()
      // Opened by another process since we looked: it is finished before anything else is drafted.
      if (alive?.state === 'signing') return { is: 'open', intent: await intentOf(publications, alive) }
      const base = await readBase(publications, signer)
      const plan = planPublication({
        base,
        wanted: await publications.listedLines(),
        isResignDue: await isResignDue(deps, publications, base, tx.at),
        isPauseLong: isPauseLong(base, tx.at),
        isAsked,
      })
      if (plan === undefined) {
        if (alive !== undefined) await end(tx, publications, alive, 'superseded')
        if (isAsked) throw publicationRefusals('nothing-to-publish')
        return { is: 'nothing' }
      }
      if (plan.lines.length === 0) throw publicationRefusals('list-would-be-empty')
      const wanted = await describe(tx, publications, signer, base, plan)
      const publication =
        (await keep(tx, publications, deps, alive, wanted)) ??
        (await write(tx, publications, wanted, isAsked))
      const approvals = await publications.liveApprovals(publication.id)
      if (publication.state !== 'approved' || approvals.length < publication.approvalsNeeded)
        return { is: 'waiting', publication }
      return { is: 'open', intent: await open(tx, publications, publication, approvals) }
    },
    { isolation: 'repeatable read' },
  )
}

async function isResignDue(
  deps: PublisherDeps,
  publications: PublicationRepository,
  base: Base,
  now: Date,
): Promise<boolean> {
  if (base.signedAt === undefined) return false
  // What was signed but never served: the lines are signed again, so that approvers hold what the signer holds.
  if (base.sequence !== (await publications.currentSequence())) return true
  return now.getTime() - base.signedAt.getTime() >= deps.periodMs
}

type Wanted = Awaited<ReturnType<typeof describe>>

async function describe(
  tx: Transaction,
  publications: PublicationRepository,
  { guardRails }: SignerState,
  base: Base,
  { kind, lines }: Plan,
) {
  const sequence = (await publications.highestReserved()) + 1
  const effect = effectOf(base.lines, lines)
  const windowBegin = new Date(tx.at.getTime() - guardRails.windowHours * HOUR_MS)
  const goneBefore = await publications.goneSince(windowBegin)
  return {
    sequence,
    kind,
    lines,
    effect,
    baseSequence: base.sequence,
    baseDigest: base.digest,
    linesDigest: digestOf(lines, '1970-01-01T00:00:00Z').digest,
    approvalsNeeded: approvalsNeeded({ kind, effect, base, sequence, now: tx.at, guardRails, goneBefore }),
  }
}

/** The draft there is, where it is still what is wanted and has not run out; otherwise it comes to its end. */
async function keep(
  tx: Transaction,
  publications: PublicationRepository,
  deps: PublisherDeps,
  alive: Publication | undefined,
  wanted: Wanted,
): Promise<Publication | undefined> {
  if (alive === undefined) return undefined
  const isStill = (
    ['kind', 'sequence', 'baseSequence', 'baseDigest', 'linesDigest', 'approvalsNeeded'] as const
  ).every((field) => alive[field] === wanted[field])
  if (!isStill) {
    await end(tx, publications, alive, 'superseded')
    return undefined
  }
  const hasRunOut =
    alive.state === 'approved'
      ? (await publications.liveApprovals(alive.id)).length < alive.approvalsNeeded
      : tx.at.getTime() - alive.createdAt.getTime() > deps.draftLifeMs
  if (!hasRunOut) return alive
  await end(tx, publications, alive, 'expired')
  return undefined
}

async function write(
  tx: Transaction,
  publications: PublicationRepository,
  { effect, lines, ...wanted }: Wanted,
  isAsked: boolean,
): Promise<Publication> {
  if (!isAsked) await assertNotPaused(tx, publications, wanted.linesDigest)
  const { bytes, digest } = digestOf(lines, `${tx.at.toISOString().slice(0, 19)}Z`)
  const publication = {
    ...wanted,
    id: tx.newId(),
    version: 1,
    state: wanted.approvalsNeeded === 0 ? ('approved' as const) : ('awaiting' as const),
    contentDigest: digest,
    entryCount: lines.length,
    added: effect.added,
    removed: effect.removed,
    changed: effect.changed,
    createdAt: tx.at,
    updatedAt: tx.at,
  }
  await publications.insert({ ...publication, content: bytes, lines, gone: effect.gone })
  await recordChanges(tx, [changeOf('publication.drafted', publication, 'draft', publication.state)])
  return { ...publication, openedAt: null, signedAt: null, refusalCode: null, refusalDetail: null }
}

async function assertNotPaused(
  tx: Transaction,
  publications: PublicationRepository,
  linesDigest: string,
): Promise<void> {
  const ended = await publications.lastEnded(16)
  const other = ended.findIndex((one) => one.state === 'served' || one.linesDigest !== linesDigest)
  const refusals = other === -1 ? ended : ended.slice(0, other)
  const last = refusals[0]
  if (last === undefined) return
  const until = new Date(last.updatedAt.getTime() + pauseAfterRefusalsMs(refusals.length))
  if (tx.at < until)
    throw publicationRefusals('publication-paused', { code: last.refusalCode, until: until.toISOString() })
}

/** Takes the number: from here on it is spent, whatever comes of it. */
async function open(
  tx: Transaction,
  publications: PublicationRepository,
  publication: Publication,
  approvals: readonly { jws: string }[],
): Promise<Intent> {
  assertMayBecome(publication, 'signing')
  await publications.reserve(publication.sequence, publication.id)
  const opened = await publications.become(publication, 'signing', { openedAt: tx.at })
  if (opened === undefined)
    throw publicationRefusals('publication-conflict', { sequence: publication.sequence })
  await recordChanges(tx, [changeOf('publication.opened', publication, publication.state, 'signing')])
  return {
    publication: opened,
    content: await publications.contentOf(publication.id),
    approvals: approvals.map(({ jws }) => jws),
  }
}

/** An intent as it was written down: what an attempt that broke is finished with. */
export async function intentOf(
  publications: PublicationRepository,
  publication: Publication,
): Promise<Intent> {
  const approvals = await publications.approvalsAtOpening(publication)
  return { publication, content: await publications.contentOf(publication.id), approvals }
}

async function end(
  tx: Transaction,
  publications: PublicationRepository,
  publication: Publication,
  state: Extract<PublicationState, 'superseded' | 'expired'>,
): Promise<void> {
  assertMayBecome(publication, state)
  await publications.become(publication, state)
  await recordChanges(tx, [changeOf(`publication.${state}`, publication, publication.state, state)])
}

function digestOf(lines: readonly Line[], generatedAt: string): { bytes: Uint8Array; digest: string } {
  const bytes = writeUnsignedWhitelist({ generatedAt, entries: lines.map(({ entry }) => entry) })
  return { bytes, digest: sha256Hex(bytes) }
}

/** The audit event of a publication. */
export function changeOf(
  event: Change['event'],
  publication: Pick<
    Publication,
    'id' | 'sequence' | 'kind' | 'added' | 'removed' | 'changed' | 'contentDigest'
  >,
  from: PublicationState,
  to: PublicationState,
  more: Change['data'] = {},
): Change {
  const { id, sequence, kind, added, removed, changed, contentDigest } = publication
  return {
    event,
    subject: { kind: 'publication', id },
    from,
    to,
    data: { sequence, kind, added, removed, changed, contentDigest, ...more },
  }
}
