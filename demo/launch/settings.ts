import { isAbsolute, resolve } from 'node:path'
import { StartFault } from './fault.ts'

export interface Settings {
  readonly dataDirectory: string
  readonly portalPort: number
  readonly apiPort: number
  readonly boxPortBase: number
  /** Somebody else's PostgreSQL, as the owner of a database; undefined: a private one. */
  readonly databaseUrl: string | undefined
}

/**
 * The five variables of the demo (decisions 10), read once. All faults are told together, in one StartFault
 * `settings-invalid`. A relative data directory is one of the project.
 */
export function readSettings(environment: NodeJS.ProcessEnv, projectRoot: string): Settings {
  const faults: string[] = []
  const port = (name: string, fallback: number, reach: number): number => {
    const value = environment[name]
    if (value === undefined || value === '') return fallback
    const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
    if (number >= 1 && number + reach <= 65_535) return number
    faults.push(`${name} is ${JSON.stringify(value)}: a port from 1 to ${65_535 - reach}`)
    return fallback
  }
  const databaseUrl = environment['DATABASE_URL'] || undefined
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\/[^@]+@/.test(databaseUrl)) {
    faults.push('DATABASE_URL: must be postgres://user:password@host/database')
  }
  const directory = environment['DRIM_DATA_DIR'] || '.data'
  const settings = {
    dataDirectory: isAbsolute(directory) ? resolve(directory) : resolve(projectRoot, directory),
    portalPort: port('PORTAL_PORT', 3000, 0),
    apiPort: port('API_PORT', 3001, 7),
    boxPortBase: port('DRIMBOX_PORT_BASE', 8443, 39),
    databaseUrl,
  }
  if (faults.length > 0) throw new StartFault('settings-invalid', faults.join('\n'))
  return Object.freeze(settings)
}
