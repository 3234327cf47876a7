import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Ready } from '../launch/ready-file.ts'

export interface Drimbox {
  readonly id: string
  readonly number: number
  readonly state: string
  readonly onList: boolean
  readonly reason: string | null
}

export interface ObjectAnswer {
  readonly ok: boolean
  readonly status: number | null
  readonly code?: string
  readonly by?: 'self' | 'peer'
  readonly body?: unknown
}

/** Something that the tour expected and that did not come. */
export class TourFault extends Error {
  override readonly name = 'TourFault'
}

const PATIENCE_MS = 60_000

/** The running demo as the tour uses it: by its public addresses, as anybody could. */
export function runningInstance(
  ready: Ready,
  projectRoot: string,
  dataDirectory: string,
  signal: AbortSignal,
) {
  const key = readFileSync(ready.adminKeyFile, 'utf8').trim()
  const boxEnvironment = (number: number) =>
    JSON.parse(
      readFileSync(join(dataDirectory, 'boxes', String(number), 'environment.json'), 'utf8'),
    ) as Record<string, string>

  async function ask(path: string, options: RequestInit = {}): Promise<{ body: unknown; etag: string }> {
    const response = await fetch(new URL(path, ready.api), {
      ...options,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...options.headers },
    })
    const text = await response.text()
    if (!response.ok) throw new TourFault(`${options.method ?? 'GET'} ${path} : ${response.status} ${text}`)
    return { body: JSON.parse(text) as unknown, etag: response.headers.get('etag') ?? '' }
  }

  async function drimbox(number: number): Promise<Drimbox> {
    const { body } = await ask(`/v1/drimboxes?number=${number}`)
    const [found] = (body as { items: Drimbox[] }).items
    if (!found) throw new TourFault(`La DRIMbox ${number} n’est pas au registre.`)
    return found
  }

  return {
    ready,
    drimbox,

    /** Suspends or restores, as an administrator with a reason. */
    async act(number: number, act: 'suspend' | 'restore', reason: string): Promise<void> {
      const path = `/v1/drimboxes/${(await drimbox(number)).id}`
      const { etag } = await ask(path)
      await ask(`${path}/${act}`, {
        method: 'POST',
        headers: { 'if-match': etag },
        body: JSON.stringify({ reason }),
      })
    },

    async served(): Promise<{ sequence: number; signedAt: string; digest: string; entryCount: number }> {
      const { body } = await ask('/v1/status')
      const { current } = body as {
        current: { sequence: number; signedAt: string; digest: string; entryCount: number } | null
      }
      if (!current) throw new TourFault('Aucune liste n’est servie.')
      return current
    },

    /** The signed file, as anybody downloads it. */
    async signedFile(): Promise<Buffer> {
      const response = await fetch(ready.whitelistUrl)
      if (!response.ok) throw new TourFault(`${ready.whitelistUrl} répond ${response.status}.`)
      return Buffer.from(await response.arrayBuffer())
    },

    /** The digest of the list that a box holds, from its health page. */
    async heldDigest(number: number): Promise<string | undefined> {
      const box = ready.drimboxes.find((each) => each.number === number)
      const response = await fetch(new URL('health.json', box?.healthUrl))
      const { list } = (await response.json()) as { list: { digest: string } | null }
      return list?.digest
    },

    /** One box fetches the small object of another, over mutual TLS, with its own key and its own list. */
    async fetchObject(from: number, host: string): Promise<ObjectAnswer> {
      const { output } = await run(
        [join(projectRoot, 'drimbox/src/fetch-object.ts'), host],
        boxEnvironment(from),
      )
      try {
        return JSON.parse(output) as ObjectAnswer
      } catch {
        throw new TourFault(`La DRIMbox ${from} n’a pas pu demander : ${output}`)
      }
    },

    /** Our verifier's verdict on a file, with the anchors of this trust space. */
    async verify(file: string): Promise<{ verdict: string; code: string | null; entries?: unknown }> {
      const given = [
        join(projectRoot, 'whitelist/cli/main.ts'),
        ...['verify', file, '--json', '--trust-anchor', ready.trustAnchorFile],
        ...ready.intermediateFiles.flatMap((each) => ['--intermediate', each]),
        ...ready.crlFiles.flatMap((each) => ['--crl', each]),
        ...['--signer-dn', ready.signerDn],
      ]
      const { output } = await run(given, { ...process.env })
      return JSON.parse(output) as { verdict: string; code: string | null }
    },

    async until(what: string, holds: () => Promise<boolean>): Promise<void> {
      for (let waited = 0; !(await holds()); waited += 250) {
        if (waited > PATIENCE_MS)
          throw new TourFault(`Attendu en vain pendant ${PATIENCE_MS / 1000} s : ${what}.`)
        await wait(250, undefined, { signal })
      }
    },
  }
}

export type Instance = ReturnType<typeof runningInstance>

/** Reads `ready.json` of the running demo. Throws TourFault with what to do. */
export function readReady(dataDirectory: string): Ready {
  const file = join(dataDirectory, 'ready.json')
  if (!existsSync(file)) {
    throw new TourFault(
      `La démonstration ne tourne pas (${dirname(file)}). Lancez d’abord « npm start » dans un autre terminal.`,
    )
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Ready
}

/** Runs a program of ours and gives what it wrote; exit codes are answers here. */
export function run(
  given: readonly string[],
  environment: NodeJS.ProcessEnv,
  command?: string,
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, failed) => {
    const child = spawn(
      command ?? process.execPath,
      command ? given : ['--conditions=development', ...given],
      {
        env: environment,
        // Its own session: a Ctrl-C during the tour must not cut it in the middle.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let output = ''
    let faults = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (faults += text))
    child.once('error', failed)
    child.once('close', (code) => done({ code, output: output === '' ? faults : output }))
  })
}
