import { stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { StartFault } from './errors.ts'

export interface LedgerLock {
  release(): void
}

/**
 * Two signers on one ledger would sign two contents under one number, so one holds it alone. The lock is a name
 * in Linux's abstract socket space, made of the directory's device and inode: it is taken atomically, by whatever
 * path the directory is reached, and the kernel frees it however the process dies. Fault: ledger-in-use.
 */
export async function lockLedger(directory: string): Promise<LedgerLock> {
  const { dev, ino } = await stat(directory)
  const server = createServer((socket) => socket.destroy())
  await listen(server, `\0drim-signer-ledger-${dev}-${ino}`, directory)
  server.unref()
  return { release: () => void server.close() }
}

async function listen(server: Server, path: string, directory: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new StartFault(
          'ledger-in-use',
          `${directory} is held by another signer that is running: stop it first`,
          {
            cause,
          },
        ),
      ),
    )
    server.listen(path, resolve)
  })
}
