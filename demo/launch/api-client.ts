import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { StartFault, Stopped } from './fault.ts'

const RETRY_MS = 250
const RETRY_FOR_MS = 15_000

export interface ApiClient {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<T>
}

/** The registry's admin routes, spoken to with the key of the demo. A refusal becomes StartFault `seed-refused`. */
export function apiClient(base: string, adminKeyFile: string, stopped: AbortSignal): ApiClient {
  const key = readFileSync(adminKeyFile, 'utf8').trim()
  async function call(
    method: string,
    path: string,
    body?: object,
    more: Readonly<Record<string, string>> = {},
  ) {
    const response = await reach(new URL(path, base), {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...more,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.any([stopped, AbortSignal.timeout(30_000)]),
    })
    const text = await response.text()
    if (!response.ok) throw new StartFault('seed-refused', `${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text) as unknown
  }
  /** The API may just be starting again; only what changes nothing is asked twice. */
  async function reach(url: URL, options: RequestInit): Promise<Response> {
    for (let waited = 0; ; waited += RETRY_MS) {
      try {
        return await fetch(url, options)
      } catch (error) {
        if (stopped.aborted) throw new Stopped()
        const cause =
          error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
        if (options.method !== 'GET' || waited >= RETRY_FOR_MS) {
          throw new StartFault(
            'seed-refused',
            `the API does not answer ${options.method} ${url.pathname} (${cause}): start again`,
          )
        }
        await wait(RETRY_MS)
      }
    }
  }
  return {
    get: async <T>(path: string) => (await call('GET', path)) as T,
    post: async <T>(path: string, body: object, headers?: Readonly<Record<string, string>>) =>
      (await call('POST', path, body, headers)) as T,
  }
}
