import { access } from 'node:fs/promises'
import { join } from 'node:path'

/** `npm run bench -- <topic>`: prints the figures of one topic, ends with 1 if a bound is not kept. Writes nothing. */
const TOPICS = ['list', 'registry'] as const

async function main(topic: string | undefined): Promise<number> {
  const known = TOPICS.find((name) => name === topic)
  if (known === undefined) {
    console.log(`usage: npm run bench -- <${TOPICS.join(' | ')}>`)
    return 2
  }
  // Times of processes are read from /proc, which other systems do not have.
  if (
    !(await access('/proc/self/stat').then(
      () => true,
      () => false,
    ))
  ) {
    console.log('SKIP benchmarks read /proc: Linux only')
    return 1
  }
  const { run } = (await import(join(import.meta.dirname, `${known}.ts`))) as { run: () => Promise<number> }
  return run()
}

process.exitCode = await main(process.argv[2])
