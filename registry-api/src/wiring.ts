import { webcrypto } from 'node:crypto'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { loadTrust } from '@trust-space/whitelist'
import { createProviderClient } from './accounts/provider.client.ts'
import { buildApp } from './app.ts'
import { createChainGuard } from './audit/chain-guard.ts'
import { appendChanges } from './audit/append-changes.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { tryAdvisoryLock } from './db/advisory-lock.ts'
import { openSessions } from './db/sessions.ts'
import { createInTransaction } from './db/transaction.ts'
import { createUuidV7 } from './db/uuid.ts'
import { createFaultPoints } from './fault-points.ts'
import { claimKey } from './idempotency/claim-key.ts'
import type { HttpEnvironment } from './http/environment.ts'
import type { Log } from './log.ts'
import { listsDirectory } from './publications/lists-directory.ts'
import { createOwnVerifier, createTrustSource } from './publications/own-verifier.ts'
import { createPublisher } from './publications/publication.schedule.ts'
import type { PublisherDeps } from './publications/publisher.ts'
import { createRequestPublication } from './publications/request-publication.ts'
import { createSignerClient } from './publications/signer.client.ts'
import { loadRoots } from './step-ups/attestation.ts'
import { initialiseInstance } from './trust-space/initialise-instance.ts'
import { readPinned } from './trust-space/trust-anchors.ts'
import { assertNoDemoAnchor } from './trust-space/trust-space.rules.ts'

export interface WireOptions {
  readonly clock: Clock
  readonly log: Log
  /** Lets a test put itself between the publisher and what it works with. */
  readonly around?: (deps: PublisherDeps) => PublisherDeps
}

/**
 * Builds the real things out of a configuration: pool, signer client, verifier, publisher, app. Nothing listens or
 * runs yet. Refuses `demo-material`, `instance-differs`.
 */
export async function wire(config: Config, { clock, log, around = (deps) => deps }: WireOptions) {
  const { trustSpace, space, mode, zone } = config
  const identity = { trustSpace, space, mode, zone }
  const [anchors, intermediates] = await Promise.all([
    readPinned([config.trustAnchorFile]),
    readPinned(config.intermediateFiles),
  ])
  const attestationRoots = await loadRoots(config.attestationRootsFile)
  // What cannot be trusted is told now, not when the first list has been signed.
  await loadTrust({
    anchors: anchors.map(({ pem }) => Buffer.from(pem)),
    intermediates: intermediates.map(({ pem }) => Buffer.from(pem)),
  })
  assertNoDemoAnchor(
    mode,
    [...anchors, ...intermediates].map(({ subject }) => subject),
  )

  const database = openSessions(config.databaseUrl)
  const newId = createUuidV7(clock, (bytes) => webcrypto.getRandomValues(bytes))
  // The publisher is woken by whatever changes, and changes things itself: what it does needs no second look.
  let wake = () => {}
  const inTransaction = createInTransaction({
    sessions: database,
    clock,
    newId,
    // The key first: whoever waits for another request of the same key must not hold the end of the chain meanwhile.
    beforeCommit: async (tx, changes) => {
      await claimKey(tx)
      await appendChanges(tx, changes)
    },
    onChange: (principal) => {
      if (principal.kind !== 'system') wake()
    },
  })
  const world = { inTransaction, clock }
  try {
    await initialiseInstance(world, identity)
  } catch (error) {
    await database.close()
    throw error
  }

  const trust = createTrustSource(config, log)
  const signer = createSignerClient({
    socket: config.signerSocket,
    trustSpace,
    timeoutMs: config.signerTimeoutMs,
    clock,
  })
  const publisher = createPublisher(
    around({
      world,
      trustSpace,
      signer,
      verify: createOwnVerifier({
        trust,
        signer: config.signer,
        zone,
        hasRevocationLists: config.crlFiles.length + config.crlUrls.length > 0,
      }),
      lists: listsDirectory(config.listsDirectory),
      assertAuditHolds: createChainGuard(world),
      periodMs: config.publicationPeriodMs,
      draftLifeMs: config.draftLifeMs,
      log,
      reached: createFaultPoints(config.faultFile, log),
    }),
    () => tryAdvisoryLock(database, 'publisher'),
  )
  wake = publisher.wake
  // Its routes' types are for typed clients (app-type.ts); all of them at once are more than a compiler writes down.
  const app: Pick<OpenAPIHono<HttpEnvironment>, 'fetch' | 'request'> = buildApp({
    world,
    trustSpace: {
      identity,
      whitelistUrl: config.whitelistUrl,
      publicationPeriodMs: config.publicationPeriodMs,
      signer: config.signer,
      anchors,
      intermediates,
    },
    trust,
    publisher,
    requestPublication: createRequestPublication(publisher),
    signer,
    adminKeySha256: config.adminKeySha256,
    enrolment: {
      relyingParty: config.relyingParty,
      policy: { mode, hasRoots: attestationRoots.length > 0 },
      roots: attestationRoots,
    },
    rateLimits: config.rateLimits,
    provider:
      config.provider === undefined ? undefined : createProviderClient(config.provider, { clock, log }),
    newRequestId: newId,
    log,
  })
  return { app, publisher, database, world }
}
