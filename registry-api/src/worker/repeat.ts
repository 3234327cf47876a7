/** Timers as a parameter: a test lets no time pass. */
export interface Timers {
  after(ms: number, run: () => void): () => void
}

/**
 * Calls `work` at once and then again and again, never twice at a time; `work` answers how long to wait. It must not
 * throw. The answer stops it, and ends when the call under way has.
 */
export function repeat(timers: Timers, work: () => Promise<number>): () => Promise<void> {
  let isStopped = false
  let cancel = () => {}
  let running: Promise<void> = Promise.resolve()
  const go = (): void => {
    running = work().then((pauseMs) => {
      if (!isStopped) cancel = timers.after(pauseMs, go)
    })
  }
  go()
  return async () => {
    isStopped = true
    cancel()
    await running
  }
}
