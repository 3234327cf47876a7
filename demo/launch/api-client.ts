import { readFileSync } from 'node:fs'
import { StartFault } from './fault.ts'

export interface ApiClient {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<T>
}

/** The registry's admin routes, spoken to with the key of the demo. A refusal becomes StartFault `seed-refused`. */
export function apiClient(base: string, adminKeyFile: string): ApiClient {
  const key = readFileSync(adminKeyFile, 'utf8').trim()
  async function call(
    method: string,
    path: string,
    body?: object,
    more: Readonly<Record<string, string>> = {},
  ) {
    const response = await fetch(new URL(path, base), {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...more,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    })
    const text = await response.text()
    if (!response.ok) throw new StartFault('seed-refused', `${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text) as unknown
  }
  return {
    get: async <T>(path: string) => (await call('GET', path)) as T,
    post: async <T>(path: string, body: object, headers?: Readonly<Record<string, string>>) =>
      (await call('POST', path, body, headers)) as T,
  }
}
