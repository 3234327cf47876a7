import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { StoredEvent } from '../../src/audit/verify-chain.ts'
import type { Api } from '../api.ts'
import { CommandFailure } from '../errors.ts'

const text = z.string().nullable()
const Event = z.strictObject({
  seq: z.number().int(),
  id: z.string(),
  at: z.string(),
  actorKind: z.string(),
  actorId: z.string(),
  onBehalfOf: text,
  organisationId: text,
  event: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  fromState: text,
  toState: text,
  data: z.record(z.string(), z.unknown()),
  decisionId: text,
  stepUpId: text,
  requestId: text,
  hash: text,
})

const AT_ONCE = 10_000

/** Every event of the registry, in order, some thousand at a time. */
export async function* eventsOf(api: Api): AsyncGenerator<StoredEvent, void> {
  for (let after = 0; ;) {
    const answer = await api.request('/v1/audit-exports', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ after, limit: AT_ONCE }),
      timeoutMs: 120_000,
    })
    const lines = Buffer.from(answer.bytes).toString('utf8').split('\n').filter(Boolean)
    for (const line of lines) {
      const event = parseEvent(line)
      after = event.seq
      yield event
    }
    if (lines.length < AT_ONCE) return
  }
}

/** Every event of a file that `audit export` wrote. Throws CommandFailure `audit-file-unreadable`. */
export async function* eventsOfFile(path: string): AsyncGenerator<StoredEvent, void> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
    if (line !== '') yield parseEvent(line)
}

function parseEvent(line: string): StoredEvent {
  try {
    return Event.parse(JSON.parse(line))
  } catch {
    throw new CommandFailure('audit-file-unreadable', `this is no event of an audit: ${line.slice(0, 80)}`)
  }
}
