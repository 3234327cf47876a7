import { lstatSync, mkdirSync, rmSync, type Stats } from 'node:fs'

/**
 * Makes sure of a directory that only this user may enter (0700), in a folder where others may write.
 *
 * One that somebody else put there first, or a link, is never used: root removes it, others get an Error that says so.
 */
export function ensurePrivateDirectory(path: string): void {
  const me = process.getuid?.() ?? 0
  const there = statusOf(path)
  if (there && !(there.isDirectory() && there.uid === me && (there.mode & 0o077) === 0)) {
    if (me !== 0 && there.uid !== me) {
      throw new Error(
        `${path} belongs to another user (uid ${there.uid}): remove it, or set TMPDIR to a folder of your own`,
      )
    }
    rmSync(path, { recursive: true, force: true })
  } else if (there) return
  // Not recursive: it must be ours, made now.
  mkdirSync(path, { mode: 0o700 })
}

function statusOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}
