import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { bodySha256, createDeskApi } from './desk-api.ts'

interface Sent {
  url: string
  init: RequestInit
}

function apiThat(answer: () => Response | Promise<Response>, token: string | null = 'token-of-a-test') {
  const sent: Sent[] = []
  const api = createDeskApi({
    apiUrl: 'http://registry.example/',
    token: token ?? undefined,
    forwardedFor: '192.0.2.7',
    fetch: async (input, init) => {
      sent.push({ url: (input as URL).href, init: init ?? {} })
      return answer()
    },
  })
  return { api, sent }
}
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers })

it('a call goes out in the name of the person, in French, with what it is bound to', async () => {
  const { api, sent } = apiThat(() => json(200, { id: 1 }, { etag: '"v2"' }))
  const call = {
    method: 'POST',
    path: '/v1/x',
    json: { é: 1 },
    ifMatch: '"v1"',
    stepUpId: 's',
    idempotencyKey: 'k',
  } as const
  expect(await api.call(call)).toEqual({ ok: true, status: 200, value: { id: 1 }, etag: '"v2"' })
  expect(sent[0]?.url).toBe('http://registry.example/v1/x')
  expect(sent[0]?.init.headers).toMatchObject({
    authorization: 'Session token-of-a-test',
    'accept-language': 'fr',
    'x-forwarded-for': '192.0.2.7',
    'if-match': '"v1"',
    'x-step-up': 's',
    'idempotency-key': 'k',
  })
  // What the key vouches for is the very text that was sent.
  const body = sent[0]?.init.body as string
  expect(bodySha256(call)).toBe(createHash('sha256').update(body).digest('hex'))
  expect(sent[0]?.init.redirect).toBe('error')
})

it('nobody’s call carries no authority', async () => {
  const { api, sent } = apiThat(() => json(200, {}), null)
  await api.get('/v1/x', { a: 1, b: undefined, c: '' })
  expect(sent[0]?.url).toBe('http://registry.example/v1/x?a=1')
  expect(sent[0]?.init.headers).not.toHaveProperty('authorization')
})

it('a refusal is read with its sentence, its fields and its reference', async () => {
  const document = {
    code: 'request-invalid',
    detail: "Rien n'a changé : corrigez.",
    instance: 'urn:request:01a2',
    errors: [{ pointer: '/siren', code: 'siren', detail: 'Numéro faux : vérifiez les chiffres.' }, 'x', null],
  }
  const { api } = apiThat(() => json(422, document))
  const answer = await api.get('/v1/x')
  expect(answer).toMatchObject({
    ok: false,
    refused: {
      status: 422,
      code: 'request-invalid',
      reference: '01a2',
      faults: [{ pointer: '/siren', code: 'siren' }],
    },
  })
  expect(!answer.ok && answer.refused.detail).toBe('Rien n’a changé\u00a0: corrigez.')
})

it.each([
  ['a registry that is not there', () => Promise.reject(new Error('ECONNREFUSED')), 'registry-unreachable'],
  [
    'a proxy’s page in place of a refusal',
    () => new Response('<html>', { status: 502 }),
    'answer-unreadable',
  ],
  ['a page in place of an answer', () => new Response('<html>', { status: 200 }), 'answer-unreadable'],
  [
    'a code that would break an address',
    () => json(409, { code: '../../x', detail: 'x' }),
    'answer-unreadable',
  ],
])('%s is told as a refusal, never thrown', async (_, answer, code) => {
  const { api } = apiThat(answer)
  expect(await api.get('/v1/x')).toMatchObject({ ok: false, refused: { code } })
  expect(await api.open('/v1/x')).toBeDefined()
})

it('an act without an answer body is done', async () => {
  const { api } = apiThat(() => new Response(null, { status: 204 }))
  expect(await api.call({ method: 'DELETE', path: '/v1/x' })).toMatchObject({ ok: true, status: 204 })
})
