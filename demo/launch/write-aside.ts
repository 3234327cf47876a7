import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'

/** Writes beside, to the disk, and renames: whoever reads meanwhile sees the old file or the new one, never half. */
export function writeAside(path: string, content: string, mode = 0o600): void {
  const aside = `${path}.${process.pid}.new`
  const file = openSync(aside, 'w', mode)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(aside, path)
}
