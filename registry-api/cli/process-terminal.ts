import { createInterface } from 'node:readline'
import type { Terminal } from './terminal.ts'

/** The terminal of this process. */
export const processTerminal: Terminal = {
  print(...lines) {
    for (const line of lines) process.stdout.write(`${line}\n`)
  },
  warn(line) {
    process.stderr.write(`${line}\n`)
  },
  async ask(question) {
    const input = createInterface({ input: process.stdin, output: process.stderr })
    try {
      return await new Promise<string | undefined>((resolve) => {
        input.once('close', () => resolve(undefined))
        input.question(question, resolve)
      })
    } finally {
      input.close()
    }
  },
}
