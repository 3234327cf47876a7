import { readFileSync } from 'node:fs'

/**
 * A name no other process ever has on this machine: boot, pid and start time. Undefined when there is no such process,
 * or when it is dead and only waits to be reaped.
 */
export function identityOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is a name in parentheses that may hold anything, parentheses too.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' || state === 'X') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${pid}:${fields[18]}`
  } catch {
    return undefined
  }
}
