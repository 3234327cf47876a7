import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { UsageError } from './errors.ts'

/** What `npm start` says of itself once it runs (decisions 11); the defaults of every option come from it. */
const Ready = z.looseObject({
  api: z.url(),
  whitelistUrl: z.url(),
  trustAnchorFile: z.string(),
  intermediateFiles: z.array(z.string()),
  crlFiles: z.array(z.string()).default([]),
  signerDn: z.string(),
  adminKeyFile: z.string(),
})
export type Ready = z.infer<typeof Ready>

/** Reads `ready.json` of a running instance: of $DRIM_DATA_DIR, else of `.data` here or at the root of the project. */
export async function readReady(environment: NodeJS.ProcessEnv = process.env): Promise<Ready | undefined> {
  const root = join(import.meta.dirname, '..', '..')
  const given = environment['DRIM_DATA_DIR']
  const directories = given ? [given] : ['.data', join(root, '.data')]
  const file = directories.map((directory) => join(directory, 'ready.json')).find((path) => existsSync(path))
  if (file === undefined) return undefined
  const parsed = Ready.safeParse(JSON.parse(await readFile(file, 'utf8')))
  if (!parsed.success)
    throw new UsageError(`${file} is not what it should be:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}
