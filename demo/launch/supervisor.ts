import { StartFault, Stopped } from './fault.ts'

/** A process that runs. */
export interface Running {
  readonly pid: number
  /** Settles when it has ended, asked or not, with how: `code 1`, `signal SIGKILL`. */
  readonly exited: Promise<string>
  /** Its last lines, oldest first. */
  readonly lastLines: () => readonly string[]
  /** Ends it within seconds, whatever it does. May be called twice. */
  stop(): Promise<void>
}

/** Something that is to run all the time. */
export interface Service {
  readonly name: string
  /** Settles once it is ready; throws StartFault if it ends before. Ends what it began when the signal aborts. */
  launch(signal: AbortSignal): Promise<Running>
}

const DEATHS_MAX = 5
const DEATHS_WINDOW_MS = 60_000
const FIRST_PAUSE_MS = 200

export interface SupervisorDeps {
  readonly say: (text: string) => void
  /** Called after every change, with what runs now. */
  readonly noteRunning: (running: readonly { name: string; pid: number }[]) => void
  /** Called once, when everything is about to be stopped because one child kept dying. */
  readonly giveUp: (fault: StartFault) => void
  /** Milliseconds that only move forward. */
  readonly monotonicMs: () => number
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

export interface Supervisor {
  /** Starts it and keeps it running. Throws what its first launch throws, or Stopped. */
  start(service: Service): Promise<void>
  /** Stops all, the youngest first. Later calls wait for the same end. */
  stop(): Promise<void>
}

/**
 * Keeps services running: one that dies is started again after a pause that doubles, and that is said; at the fifth
 * death of one within a minute everything is stopped.
 */
export function createSupervisor(deps: SupervisorDeps): Supervisor {
  const stopping = new AbortController()
  const kept: { name: string; running: Running | undefined; watch: Promise<void> }[] = []
  let ended: Promise<void> | undefined

  function note(): void {
    deps.noteRunning(kept.flatMap(({ name, running }) => (running ? [{ name, pid: running.pid }] : [])))
  }

  async function keep(entry: (typeof kept)[number], service: Service): Promise<void> {
    let deaths: number[] = []
    let lastLines: readonly string[] = []
    for (;;) {
      let how: string
      if (entry.running) {
        const { running } = entry
        how = await running.exited
        lastLines = running.lastLines()
        entry.running = undefined
      } else {
        // Died again before it was ready.
        try {
          entry.running = await service.launch(stopping.signal)
          deps.say(`${service.name} runs again`)
          note()
          continue
        } catch (error) {
          if (stopping.signal.aborted) return
          how = error instanceof Error ? error.message : String(error)
          if (error instanceof StartFault) lastLines = error.lastLines
        }
      }
      note()
      if (stopping.signal.aborted) return
      const now = deps.monotonicMs()
      deaths = [...deaths.filter((at) => now - at < DEATHS_WINDOW_MS), now]
      if (deaths.length >= DEATHS_MAX) {
        const fault = new StartFault(
          'child-failed',
          `${service.name} died ${deaths.length} times within a minute (${how}): everything is stopped.`,
          lastLines,
        )
        // First of all: whoever is being started meanwhile fails for want of what is stopped, and that is no cause.
        deps.giveUp(fault)
        // Not awaited: stop() waits for this very watch.
        void stop()
        return
      }
      deps.say(`${service.name} ended (${how}): starting it again`)
      await deps.pause(FIRST_PAUSE_MS * 2 ** (deaths.length - 1), stopping.signal)
      if (stopping.signal.aborted) return
    }
  }

  async function stopAll(): Promise<void> {
    stopping.abort()
    for (const entry of [...kept].reverse()) {
      await entry.running?.stop()
      await entry.watch
      // A launch that was under way may have ended as a running child after all.
      await entry.running?.stop()
    }
    note()
  }

  function stop(): Promise<void> {
    ended ??= stopAll()
    return ended
  }

  return {
    async start(service) {
      if (stopping.signal.aborted) throw new Stopped()
      const entry: (typeof kept)[number] = {
        name: service.name,
        running: undefined,
        watch: Promise.resolve(),
      }
      kept.push(entry)
      const launch = service.launch(stopping.signal)
      // stop() must find a launch that is under way, and wait for it.
      entry.watch = launch.then(
        () => undefined,
        () => undefined,
      )
      try {
        entry.running = await launch
      } catch (error) {
        if (stopping.signal.aborted) throw new Stopped()
        throw error
      }
      note()
      entry.watch = keep(entry, service)
      if (stopping.signal.aborted) throw new Stopped()
    },
    stop,
  }
}
