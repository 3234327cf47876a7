import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface TestsRun {
  readonly passed: number
  readonly failed: number
  /** Names of those that failed, with the first line of why. */
  readonly failures: readonly string[]
  readonly output: string
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/** Runs test files of the integration project in a process of their own, and reads what became of each test. */
export async function runTests(files: readonly string[], reportFile: string): Promise<TestsRun> {
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      ...[
        'run',
        '--project',
        'integration',
        '--reporter',
        'default',
        '--reporter',
        'json',
        `--outputFile.json=${reportFile}`,
      ],
      ...files,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  await once(child, 'close')
  const text = await readFile(reportFile, 'utf8').catch(() => {
    throw new Error(`the tests did not report:\n${output}`)
  })
  const report = JSON.parse(text) as Report
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    failures: report.testResults.flatMap(({ name, message, assertionResults }) => [
      // A file that could not be run has no tests to fail.
      ...(assertionResults.length === 0 ? [`${name}: ${message}`] : []),
      ...assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0]?.slice(0, 1_000) ?? ''}`),
    ]),
    output,
  }
}
