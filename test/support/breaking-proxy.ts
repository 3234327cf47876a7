import { chmod, mkdir, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { dirname } from 'node:path'

/** `fails`: what was asked does not arrive. `answers too late`: it arrives, is done, and the answer is lost. */
export type BreakMode = 'fails' | 'answers too late'

export interface BreakingProxy {
  /** Breaks the next connection on which these bytes are sent, once. */
  breakNext(pattern: string, mode: BreakMode): void
  /** Takes back an order that was not carried out. */
  heal(): void
  readonly hasBroken: boolean
  close(): Promise<void>
}

/** Stands between a caller and a Unix socket, passes everything on, and breaks one exchange on demand. */
export async function startBreakingProxy(listenOn: string, target: string): Promise<BreakingProxy> {
  let order: { pattern: string; mode: BreakMode } | undefined
  let hasBroken = false
  const sockets = new Set<Socket>()

  const server = createServer((caller) => {
    const far = connect(target)
    sockets.add(caller).add(far)
    const end = () => {
      for (const socket of [caller, far]) {
        socket.destroy()
        sockets.delete(socket)
      }
    }
    let isLost = false
    for (const socket of [caller, far]) socket.on('error', end).on('close', end)
    caller.on('data', (bytes) => {
      if (order !== undefined && bytes.includes(order.pattern)) {
        const { mode } = order
        order = undefined
        hasBroken = true
        if (mode === 'fails') return end()
        isLost = true
      }
      far.write(bytes)
    })
    far.on('data', (bytes) => {
      // It was done: the first word of the answer proves it, and is the last thing anybody hears.
      if (isLost) end()
      else caller.write(bytes)
    })
  })
  await mkdir(dirname(listenOn), { recursive: true, mode: 0o700 })
  await rm(listenOn, { force: true })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(listenOn, resolve))
  await chmod(listenOn, 0o600)
  return {
    breakNext(pattern, mode) {
      order = { pattern, mode }
      hasBroken = false
    },
    heal() {
      order = undefined
    },
    get hasBroken() {
      return hasBroken
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
