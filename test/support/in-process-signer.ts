import { readConfig } from '../../signer/src/config.ts'
import { startSigner, type RunningSigner } from '../../signer/src/start-signer.ts'
import { driveSigner, type SignerDriver } from './signer-driver.ts'
import { createSignerHome, type SignerHome, type SignerHomeOptions } from './signer-home.ts'

/** A signer inside the test, on a real socket, whose time moves only when it is told to. */
export interface InProcessSigner {
  readonly home: SignerHome
  readonly socket: string
  readonly driver: SignerDriver
  /** Why its ledger is in doubt, or undefined. */
  readonly doubt: string | undefined
  now(): Date
  setClock(time: Date): void
  hours(count: number): void
  restart(): Promise<void>
  stop(): Promise<void>
}

export async function inProcessSigner(
  directory: string,
  begin: Date,
  options: Partial<SignerHomeOptions> & { readonly frozen?: boolean } = {},
): Promise<InProcessSigner> {
  let time = begin
  const clock = () => time
  const home = await createSignerHome(directory, { clock, ...options })
  const config = readConfig(home.environment)
  const sleep = async (milliseconds: number) => {
    if (options.frozen !== true) time = new Date(time.getTime() + milliseconds)
  }
  const start = () => startSigner(config, { clock, sleep, log: () => undefined })
  let running: RunningSigner = await start()
  return {
    home,
    socket: config.socket,
    driver: driveSigner(home, clock),
    get doubt() {
      return running.doubt
    },
    now: clock,
    setClock: (to) => (time = to),
    hours: (count) => (time = new Date(time.getTime() + count * 3_600_000)),
    async restart() {
      await running.stop()
      running = await start()
    },
    stop: () => running.stop(),
  }
}
