import { TrustError } from '@trust-space/whitelist'
import { assembleKnowledge } from './assemble.ts'
import { systemClock } from './clock.ts'
import { ConfigurationError, readConfig } from './config.ts'
import { fetchObject, type ObjectAnswer } from './consumer.ts'
import { readMaterial } from './material.ts'

/**
 * `node drimbox/src/fetch-object.ts HOST`, in the environment of a box: fetches the small object of another box with
 * what this box knows, and prints one JSON answer. It only reads the data directory: the running box writes it.
 */
async function run(host: string): Promise<ObjectAnswer> {
  const config = readConfig()
  const material = await readMaterial(config)
  const { revocation, list, admission } = await assembleKnowledge({
    config,
    material,
    clock: systemClock,
    log: () => undefined,
    writeFile: async () => undefined,
    onChange: () => undefined,
  })
  await revocation.load()
  await list.load()
  return fetchObject(host, { config, material, admission })
}

const host = process.argv[2]
if (host === undefined || process.argv.length !== 3) {
  process.stderr.write('usage: node drimbox/src/fetch-object.ts HOST\n')
  process.exitCode = 2
} else {
  try {
    const answer = await run(host)
    process.stdout.write(`${JSON.stringify(answer)}\n`)
    process.exitCode = answer.ok ? 0 : 1
  } catch (error) {
    if (!(error instanceof ConfigurationError) && !(error instanceof TrustError)) throw error
    process.stderr.write(`fetch-object: ${error.message}\n`)
    process.exitCode = 2
  }
}
