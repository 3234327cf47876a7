import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runLine, type AcceptanceLine } from './harness.ts'

/**
 * `npm run acceptance -- <topic> [n]`: every "must show" line of a topic, or one of them.
 * Exits 0 only if all that were asked for hold; a line that could not run is not held.
 */
async function main(topic: string | undefined, only: string | undefined): Promise<number> {
  const topics = (await readdir(import.meta.dirname, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  if (topic === undefined || !topics.includes(topic)) {
    write(`usage: npm run acceptance -- <${topics.join(' | ')}> [line]`)
    return 2
  }
  const lines = await readLines(join(import.meta.dirname, topic))
  const asked = only === undefined ? lines : lines.filter((line) => String(line.number) === only)
  if (asked.length === 0) {
    write(
      `topic ${topic} has lines ${lines.map((line) => line.number).join(', ')}; "${only ?? ''}" is none of them`,
    )
    return 2
  }
  let held = 0
  for (const line of asked) {
    const begun = performance.now()
    const verdict = await runLine(line, write)
    if (verdict === 'held') held += 1
    write(`  line ${line.number} ${verdict} in ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  }
  write(`\nheld ${held} of ${asked.length}`)
  return held === asked.length ? 0 : 1
}

async function readLines(directory: string): Promise<AcceptanceLine[]> {
  const files = (await readdir(directory)).filter((name) => /^line-\d+\.ts$/.test(name))
  const modules = await Promise.all(
    files.map((name) => import(join(directory, name)) as Promise<{ line: AcceptanceLine }>),
  )
  return modules.map(({ line }) => line).sort((a, b) => a.number - b.number)
}

function write(text: string): void {
  process.stdout.write(`${text}\n`)
}

process.exitCode = await main(process.argv[2], process.argv[3])
