import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { prepareProvider } from '../identity-provider/set-up.ts'
import { followIssuer } from '../people/follow-issuer.ts'
import { peopleOfDemo } from '../people/people-of-demo.ts'
import { postgresUrl } from '../postgres.ts'
import { ensurePrivateDirectory } from '../private-directory.ts'
import { seed } from '../seed.ts'
import { demoBoxes } from '../world.ts'
import { apiClient } from './api-client.ts'
import { addressesOf, environmentsOf, type Environment } from './environments.ts'
import { firstSetUp } from './first-set-up.ts'
import { untilListIsFresh } from './fresh-list.ts'
import { openInstance } from './instance.ts'
import type { Layout } from './layout.ts'
import { openLogs } from './logs.ts'
import { nodeChild, runNode } from './node-child.ts'
import { portsOf } from './ports.ts'
import { DATABASE, OWNER, postgresService } from './postgres-service.ts'
import { writeReady, type Ready } from './ready-file.ts'
import { renewTrustMaterial } from './renew.ts'
import type { Settings } from './settings.ts'
import type { Service, Supervisor } from './supervisor.ts'
import { writeAside } from './write-aside.ts'

export interface LaunchDeps {
  readonly settings: Settings
  readonly layout: Layout
  readonly projectRoot: string
  readonly ownEnvironment: NodeJS.ProcessEnv
  readonly clock: Clock
  readonly say: (text: string) => void
  readonly supervisor: Supervisor
  readonly signal: AbortSignal
}

/**
 * Brings the whole demo up in the order in which each part needs the others (decisions 65; docs/adr/0052), and writes
 * `ready.json` last. The caller holds the lock of the data directory and has tried the ports.
 * Throws StartFault or Stopped; what runs by then is the supervisor's to stop.
 */
export async function launch(deps: LaunchDeps): Promise<Ready> {
  const { settings, layout, projectRoot, clock, say, supervisor, signal } = deps
  const ports = portsOf(settings)
  const at = addressesOf(ports)
  const logTo = openLogs(layout.logs)
  await openInstance(layout, {
    clock,
    say,
    setUp: (aside) => firstSetUp(aside, { clock, authorityUrl: at.authority }),
  })
  await renewTrustMaterial(layout, clock, say)
  prepareProvider(layout.identityProvider, { issuer: at.identityProvider, redirectUri: at.signInReturn })
  mkdirSync(layout.softAuthenticator.directory, { recursive: true, mode: 0o700 })
  ensurePrivateDirectory(layout.sockets.signerDirectory)
  mkdirSync(layout.lists, { recursive: true, mode: 0o755 })

  const environments = environmentsOf({
    own: deps.ownEnvironment,
    layout,
    ports,
    database: databaseOf(settings, layout),
  })
  const child = (name: string, script: string, environment: Environment) => ({
    name,
    script: join(projectRoot, script),
    environment,
    projectRoot,
    log: logTo(name),
  })
  const keep = (service: Service) => {
    const started = supervisor.start(service)
    // One that fails because another did must not end us before that other's cause is told.
    started.catch(() => undefined)
    return started
  }

  // Beside everything else: it takes a few seconds when the pages changed, and only the portal waits for it.
  const portalBuilt = runNode(
    { ...child('portal-build', 'demo/build-portal.ts', deps.ownEnvironment as Environment), show: say },
    signal,
  )
  portalBuilt.catch(() => undefined)

  // Kept in this order, so that they stop in the reverse one; those that do not need each other start side by side.
  const database =
    settings.databaseUrl === undefined ? keep(privatePostgres(layout, logTo('postgres'))) : undefined
  const migrated = (async () => {
    await database
    await runNode(child('migrations', 'registry-api/src/db/migrate.ts', environments.migration()), signal)
    await followIssuer(
      databaseOf(settings, layout).owner,
      layout.identityProvider.issuerFile,
      at.identityProvider,
    )
  })()
  // Before whoever could make a new list: the last good one is served again as soon as may be, and the approver reads it.
  await Promise.all([
    migrated,
    keep(nodeChild(child('authority', 'demo/authority-server.ts', environments.authority()))),
    keep(
      nodeChild(child('distribution', 'registry-api/src/distribution/main.ts', environments.distribution())),
    ),
    keep(nodeChild(child('signer', 'signer/src/main.ts', environments.signer()))),
    keep(
      nodeChild(
        child('identity-provider', 'demo/identity-provider-server.ts', environments.identityProvider()),
      ),
    ),
    keep(nodeChild(child('mailbox', 'demo/mailbox-server.ts', environments.mailbox()))),
    keep(
      nodeChild(
        child('soft-authenticator', 'demo/soft-authenticator-server.ts', environments.softAuthenticator()),
      ),
    ),
  ])
  await Promise.all([
    keep(nodeChild({ ...child('approver', 'demo/approver.ts', environments.approver()), show: say })),
    keep(nodeChild(child('api', 'registry-api/src/main.ts', environments.api()))),
    keep(nodeChild(child('worker', 'registry-api/src/worker/main.ts', environments.worker()))),
  ])
  const portal = portalBuilt.then(() =>
    keep(nodeChild(child('portal', 'portal/main.ts', environments.portal()))),
  )
  portal.catch(() => undefined)

  const api = apiClient(at.apiInside, layout.registry.adminKeyFile, signal)
  await seed(api, layout, say)
  const people = peopleOfDemo(api, layout, at, say, signal)
  people.catch(() => undefined)
  const sequence = await untilListIsFresh(api, layout, clock, signal)
  say(`list ${sequence} is signed and served`)

  const boxes = demoBoxes.map((box) => {
    const environment = environments.box(box)
    writeAside(layout.box(box.number).environmentFile, `${JSON.stringify(environment, null, 2)}\n`)
    return keep(nodeChild(child(`drimbox-${box.number}`, 'drimbox/src/main.ts', environment)))
  })
  await Promise.all([portal, people, ...boxes])
  signal.throwIfAborted()
  return writeReady(layout, ports)
}

function privatePostgres(layout: Layout, log: (line: string) => void): Service {
  return postgresService(layout, readFileSync(layout.registry.ownerPasswordFile, 'utf8').trim(), log)
}

function databaseOf({ databaseUrl }: Settings, { sockets, registry }: Layout) {
  if (databaseUrl === undefined) {
    const password = readFileSync(registry.ownerPasswordFile, 'utf8').trim()
    const urlFor = (role: string, secret: string) => postgresUrl(sockets.postgres, role, secret, DATABASE)
    return { owner: urlFor(OWNER, password), urlFor }
  }
  return {
    owner: databaseUrl,
    urlFor(role: string, secret: string) {
      const url = new URL(databaseUrl)
      url.username = role
      url.password = secret
      return url.href
    },
  }
}
