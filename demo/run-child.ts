/**
 * The life of a child of the launcher: starts what it is given, says so to who forked it, stops at SIGTERM, SIGINT or
 * the end of the launcher. A start that fails ends the process with the cause on standard error.
 */
export async function runChild(
  name: string,
  start: (environment: NodeJS.ProcessEnv) => Promise<{ stop(): Promise<void> }>,
): Promise<void> {
  let running: { stop(): Promise<void> }
  try {
    running = await start(process.env)
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  }
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    void running.stop().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, stop)
  process.send?.({ type: 'ready' })
}

/** A variable that must be given. Throws if it is absent or empty. */
export function setting(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}
