import { type FSWatcher, watch } from 'node:fs'

/**
 * Calls `look` when something is renamed into the directory, and every `pollMs` in any case: events are lost on network
 * file systems, and stop when the directory itself is replaced.
 */
export function watchDirectory(
  directory: string,
  pollMs: number,
  look: () => Promise<void>,
): { close(): void } {
  let watcher: FSWatcher | undefined
  function listen(): void {
    try {
      watcher = watch(directory, { persistent: false }, (_kind, name) => {
        if (name === null || name === 'current.json') void look()
      })
      watcher.on('error', forget)
    } catch {
      // Not there at present: the poll says so, and tries again.
      watcher = undefined
    }
  }
  function forget(): void {
    watcher?.close()
    watcher = undefined
  }
  listen()
  const timer = setInterval(() => {
    if (watcher === undefined) listen()
    void look()
  }, pollMs)
  return {
    close() {
      clearInterval(timer)
      forget()
    },
  }
}
