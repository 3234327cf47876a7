import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

const CHROMIUM = '/usr/bin/chromium'

/** False where Debian's browser is not installed: the tests that need it are then skipped, counted and said. */
export const hasChromium = existsSync(CHROMIUM)
if (!hasChromium)
  console.warn(`${CHROMIUM} is missing: tests that need a browser are skipped (apt-get install chromium)`)

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export interface RunningPortal {
  readonly origin: string
  /** What it wrote to standard error: its log. */
  readonly log: () => string
  readonly child: ChildProcess
  stop(): Promise<number | null>
}

/** The built portal as its own process, told as `npm start` tells it, against the given API. */
export async function startPortal(
  apiUrl: string,
  overrides: Record<string, string> = {},
): Promise<RunningPortal> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const child = spawn(
    process.execPath,
    ['--conditions=development', fileURLToPath(new URL('../../../portal/main.ts', import.meta.url))],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        PATH: process.env['PATH'],
        PORTAL_ORIGIN: origin,
        PORTAL_LISTEN_HOST: '127.0.0.1',
        PORTAL_LISTEN_PORT: String(port),
        PORTAL_API_URL: apiUrl,
        PORTAL_WHITELIST_URL: 'http://localhost:3004/whitelist.xml',
        ...overrides,
      },
    },
  )
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  await Promise.race([
    new Promise<void>((resolve) => {
      child.on('message', (message) => {
        if ((message as { type?: string }).type === 'ready') resolve()
      })
    }),
    ended.then((code) => {
      throw new Error(`the portal ended with ${code}: ${errors}`)
    }),
  ])
  return {
    origin,
    child,
    log: () => errors,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
