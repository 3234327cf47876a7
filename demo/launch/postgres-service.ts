import { PostgresError, startPostgres } from '../postgres.ts'
import { StartFault, Stopped } from './fault.ts'
import type { Layout } from './layout.ts'
import type { Service } from './supervisor.ts'

export const OWNER = 'registry_owner'
export const DATABASE = 'registry'

/** The private PostgreSQL as a service; the owner and the database of the registry are there from the first start on. */
export function postgresService(layout: Layout, ownerPassword: string, log: (line: string) => void): Service {
  const tail: string[] = []
  return {
    name: 'postgres',
    async launch(signal) {
      try {
        const server = await startPostgres({
          directory: layout.postgres,
          socketDirectory: layout.sockets.postgres,
          bootstrap: [
            // Not a superuser: what the migrations may do here, they may do on a hosted server. base64url needs no quoting.
            `CREATE ROLE ${OWNER} LOGIN CREATEROLE PASSWORD '${ownerPassword}'`,
            `CREATE DATABASE ${DATABASE} OWNER ${OWNER}`,
          ],
          log(line) {
            log(line)
            tail.push(line)
            if (tail.length > 15) tail.shift()
          },
        })
        if (signal.aborted) {
          await server.stop()
          throw new Stopped()
        }
        return {
          pid: server.pid,
          exited: server.exited.then(({ code, signal: by }) =>
            by === null ? `code ${code}` : `signal ${by}`,
          ),
          lastLines: () => tail,
          stop: () => server.stop(),
        }
      } catch (error) {
        if (!(error instanceof PostgresError)) throw error
        throw new StartFault('child-failed', `PostgreSQL does not start. ${error.message}`)
      }
    },
  }
}
