import { CallFailure } from './readings.ts'

/** Longest answer taken from the registry; 200 entries of the longest names stay below. */
const ANSWER_BYTES_MAX = 1_000_000

/**
 * Calls the registry and reads its JSON, within `timeoutMs` from the first byte sent to the last byte read.
 *
 * Throws a CallFailure for everything that is not a JSON answer of a bearable size.
 */
export async function readJson(
  call: (signal: AbortSignal) => Promise<Response>,
  timeoutMs: number,
): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await call(signal)
    if (!response.ok) {
      await response.body?.cancel()
      throw new CallFailure(response.status === 404 ? 'not-found' : 'refused', `status ${response.status}`)
    }
    return JSON.parse(await textOf(response))
  } catch (error) {
    if (error instanceof CallFailure) throw error
    if (signal.aborted) throw new CallFailure('too-slow', `no answer within ${timeoutMs} ms`)
    if (error instanceof SyntaxError) throw new CallFailure('unreadable', 'not JSON')
    throw new CallFailure('unreachable', causeOf(error))
  }
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: false })
  let bytes = 0
  let text = ''
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > ANSWER_BYTES_MAX)
      throw new CallFailure('unreadable', `answer beyond ${ANSWER_BYTES_MAX} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  return code !== '' ? code : String(cause)
}
