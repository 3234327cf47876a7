import { readFileSync, rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { Layout } from './layout.ts'
import { identityOf } from './process-identity.ts'
import { writeAside } from './write-aside.ts'

const OWN_END_MS = 3_000
const TERM_MS = 5_000

interface Child {
  readonly name: string
  readonly pid: number
  readonly identity: string
}

/** Notes which processes run, so that the next start can end those that outlive a killed launcher. */
export function noteChildren(layout: Layout, running: readonly { name: string; pid: number }[]): void {
  const children = running.flatMap(({ name, pid }): Child[] => {
    const identity = identityOf(pid)
    return identity === undefined ? [] : [{ name, pid, identity }]
  })
  if (children.length === 0) rmSync(layout.childrenFile, { force: true })
  else writeAside(layout.childrenFile, `${JSON.stringify(children)}\n`)
}

/**
 * Waits for the processes of a killed launcher, which end by themselves when they lose it; asks and then kills those
 * that do not. Only the very processes that were noted are touched, never a stranger that got the same number.
 */
export async function endLeftOvers(layout: Layout, say: (text: string) => void): Promise<void> {
  const alive = readChildren(layout).filter(isAlive)
  if (alive.length > 0) {
    say(
      `an earlier run was killed: waiting for ${alive.map(({ name, pid }) => `${name} (pid ${pid})`).join(', ')}`,
    )
    await untilGone(alive, OWN_END_MS)
    await signalAll(alive, 'SIGTERM', TERM_MS)
    await signalAll(alive, 'SIGKILL', TERM_MS)
  }
  rmSync(layout.childrenFile, { force: true })
}

function readChildren(layout: Layout): Child[] {
  try {
    return JSON.parse(readFileSync(layout.childrenFile, 'utf8')) as Child[]
  } catch {
    return []
  }
}

function isAlive({ pid, identity }: Child): boolean {
  return identityOf(pid) === identity
}

async function signalAll(
  children: readonly Child[],
  signal: NodeJS.Signals,
  patienceMs: number,
): Promise<void> {
  for (const child of children.filter(isAlive)) process.kill(child.pid, signal)
  await untilGone(children, patienceMs)
}

async function untilGone(children: readonly Child[], patienceMs: number): Promise<void> {
  for (let waited = 0; waited < patienceMs && children.some(isAlive); waited += 50) await wait(50)
}
