import { readFile } from 'node:fs/promises'
import { UsageError } from './errors.ts'

/** Reads a file named on the command line; that it cannot be read is a fault of the command line. */
export async function readOrUsage(option: string, path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw new UsageError(`${option}: ${error instanceof Error ? error.message : String(error)}`)
  })
}
