import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../demo/postgres.ts'
import { ROLE_PASSWORDS, TEMPLATE, type TestCluster } from './test-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestCluster
  }
}

/** One throw-away cluster for a whole test run, with a migrated template that each test's database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'drim-test-cluster-'))
  const server = await startPostgres({
    directory: join(directory, 'pg'),
    socketDirectory: join(directory, 'socket'),
    durable: false,
  })
  const stop = async () => {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    const cluster: TestCluster = {
      superuserUrl: server.urlFor(server.superuser.user, server.superuser.password, 'postgres'),
    }
    await migrateTemplate(cluster, directory)
    project.provide('postgres', cluster)
    return stop
  } catch (error) {
    await stop()
    throw error
  }
}

async function migrateTemplate({ superuserUrl }: TestCluster, directory: string): Promise<void> {
  const { execute } = await import('./test-database.ts')
  await execute(superuserUrl, `CREATE DATABASE ${TEMPLATE}`)
  const passwords = join(directory, 'roles.json')
  writeFileSync(passwords, JSON.stringify(ROLE_PASSWORDS), { mode: 0o600 })
  const owner = new URL(superuserUrl)
  owner.pathname = `/${TEMPLATE}`
  const migrated = spawnSync(
    process.execPath,
    ['--conditions=development', join(import.meta.dirname, '../../registry-api/src/db/migrate.ts')],
    {
      env: {
        ...process.env,
        REGISTRY_OWNER_DATABASE_URL: owner.href,
        REGISTRY_ROLE_PASSWORDS_FILE: passwords,
      },
      encoding: 'utf8',
    },
  )
  if (migrated.status !== 0) throw new Error(`the template database cannot be migrated:\n${migrated.stderr}`)
}
