import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** USER_HZ of every Linux that Node runs on: the unit of times in /proc. */
const TICK_MS = 10

export interface Run {
  /** User and system time of the process and of all that it waited for. */
  readonly cpuMs: number
  /** Highest resident size seen. */
  readonly peakBytes: number
  readonly stdout: string
}

/**
 * Runs a command to its end. Throws if it fails.
 *
 * CPU time comes from /proc/self/stat (waited-for children, in steps of 10 ms): measure what takes long, or several runs
 * together. The peak is VmHWM, read every millisecond, which only grows: what is missed is what the last one adds.
 */
export async function runMeasured(
  command: readonly string[],
  environment: Record<string, string> = {},
): Promise<Run> {
  const [program = '', ...arguments_] = command
  const before = childrenCpuMs()
  const child = spawn(program, arguments_, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  let stdout = ''
  let stderr = ''
  let peakBytes = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, highWaterMark(child.pid))
  }, 1)
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).finally(() => clearInterval(timer))
  if (status !== 0) throw new Error(`${command.join(' ')}: ${status}\n${stdout}${stderr}`.slice(0, 2_000))
  return { cpuMs: childrenCpuMs() - before, peakBytes, stdout }
}

/** cutime + cstime of this process. */
function childrenCpuMs(): number {
  // The name in the second field may hold blanks; the fields after it do not.
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS
}

function highWaterMark(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8')
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1_024
  } catch {
    return 0
  }
}

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
