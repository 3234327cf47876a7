import { describe, expect, it } from 'vitest'
import { readJson } from './answers.ts'

const answering = (body: BodyInit | null, init?: ResponseInit) => async (): Promise<Response> =>
  new Response(body, init)

describe('readJson', () => {
  it('gives the parsed body', async () => {
    expect(await readJson(answering('{"a":"é"}'), 1000)).toEqual({ a: 'é' })
  })

  it.each([
    ['not-found', answering('{}', { status: 404 })],
    ['refused', answering('{}', { status: 500 })],
    ['refused', answering(null, { status: 304 })],
    ['unreadable', answering('<html>')],
    ['unreadable', answering('"'.padEnd(1_000_002, 'x'))],
    ['unreachable', () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }))],
  ] as const)('says %s for what is no usable answer', async (code, call) => {
    await expect(readJson(call, 1000)).rejects.toMatchObject({ name: 'CallFailure', code })
  })

  it('gives up on an answer that starts in time and then drips for ever', async () => {
    const dripping = async (signal: AbortSignal): Promise<Response> =>
      new Response(
        new ReadableStream({
          start: (controller) => {
            controller.enqueue(new TextEncoder().encode('{'))
            signal.addEventListener('abort', () => controller.error(signal.reason))
          },
        }),
      )
    await expect(readJson(dripping, 30)).rejects.toMatchObject({ code: 'too-slow' })
  })
})
