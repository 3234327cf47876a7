import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const FILE_BYTES_MAX = 5_000_000

/**
 * One file a child under `directory`, turned at 5 MB with one old one kept. A disk that is full silences the log and
 * stops nobody.
 */
export function openLogs(directory: string): (name: string) => (line: string) => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return (name) => {
    const path = join(directory, `${name}.log`)
    let bytes = existsSync(path) ? statSync(path).size : 0
    return (line) => {
      try {
        if (bytes > FILE_BYTES_MAX) {
          renameSync(path, `${path}.old`)
          bytes = 0
        }
        appendFileSync(path, `${line}\n`, { mode: 0o600 })
        bytes += Buffer.byteLength(line) + 1
      } catch {
        // The children must not be held up by their log; what matters is on the terminal too.
      }
    }
  }
}
