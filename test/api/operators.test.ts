import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace

beforeAll(async () => {
  space = await startTrustSpace()
})
afterAll(() => space.stop())

const register = (name: unknown) => space.request('POST', '/v1/operators', { body: { name } })

const PUBLIC_MEMBERS = ['displayName', 'kinds', 'memberSince', 'number']

describe('operators', () => {
  it('are registered with a public number, a commitment in force, an ETag and audit events', async () => {
    const answer = await register('E-MEDIA')
    expect(answer.status).toBe(201)
    expect(answer.json).toMatchObject({
      name: 'E-MEDIA',
      version: 1,
      number: 'OP-00001',
      kinds: ['operator'],
    })
    expect(answer.headers.get('etag')).toBe('"v1"')
    const { json } = await space.request('GET', '/v1/audit-events?order=desc&limit=2')
    expect(json.items).toMatchObject([
      { event: 'commitment.entered', organisation: answer.json.id, to: 'active' },
      {
        event: 'organisation.registered',
        subject: { kind: 'organisation', id: answer.json.id },
        actor: { kind: 'operations', id: 'operations-key' },
      },
    ])
  })

  it('are shown to anybody by number and name, and by nothing else', async () => {
    const { json } = await space.request('GET', '/v1/operators/OP-00001', { as: 'public' })
    expect(json).toEqual({
      number: 'OP-00001',
      displayName: 'E-MEDIA',
      kinds: ['operator'],
      memberSince: '2026-11-25T08:00:00.000Z',
    })
    const list = await space.request('GET', '/v1/operators', { as: 'public' })
    for (const item of list.json.items) expect(Object.keys(item).toSorted()).toEqual(PUBLIC_MEMBERS)
    const unknown = await space.request('GET', '/v1/operators/OP-99999', { as: 'public' })
    expect(unknown).toMatchObject({ status: 404, json: { code: 'organisation-not-found' } })
  })

  it('never bear names that look alike', async () => {
    await register('Imadis')
    for (const name of ['IMADIS', 'Im\u0430dis', '\u0399madis', 'lmad1s'])
      expect(await register(name)).toMatchObject({ status: 409, json: { code: 'display-name-too-close' } })
    const { json } = await space.request('GET', '/v1/operators?q=imadis')
    expect(json.items).toHaveLength(1)
  })

  it('of one name registered by many at once are one', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => register('SOFTWAY')))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409, 409, 409])
  })

  it.each([
    ['a control character', 'E-ME\u0007DIA'],
    ['a line end', 'E\nMEDIA'],
    ['a right-to-left override', 'E-\u202eAIDEM'],
    ['a zero-width space', 'E-\u200bMEDIA'],
    ['a decomposed accent', 'E-ME\u0301DIA'],
    ['blanks around it', ' E-MEDIA '],
    ['one letter', 'E'],
    ['61 letters', 'E'.repeat(61)],
    ['a number for a name', 7],
    ['NUL', 'E\u0000M'],
  ])('with %s in the name are refused by field, and nothing is stored', async (_, name) => {
    const before = await space.request('GET', '/v1/operators')
    const answer = await register(name)
    expect(answer).toMatchObject({ status: 422, json: { code: 'request-invalid' } })
    expect(answer.json.errors[0]!.pointer).toBe('/name')
    expect((await space.request('GET', '/v1/operators')).json).toEqual(before.json)
  })

  it('refuse members nobody asked for', async () => {
    const answer = await space.request('POST', '/v1/operators', {
      body: { name: 'TELEMIS', origin: 'import' },
    })
    expect(answer.status).toBe(422)
  })

  it('come in pages that follow one another without a gap', async () => {
    for (let index = 0; index < 7; index += 1) await register(`PAGE ${index}`)
    const names: string[] = []
    let after = ''
    do {
      const { json } = await space.request('GET', `/v1/operators?q=PAGE&limit=3${after}`)
      names.push(...json.items.map(({ displayName }) => String(displayName)))
      after = json.next === null ? '' : `&after=${json.next}`
    } while (after !== '')
    expect(names).toEqual(Array.from({ length: 7 }, (_, index) => `PAGE ${index}`))
  })

  it('are found by what they are called, and % is a letter like another', async () => {
    await register('100% IMAGERIE')
    expect((await space.request('GET', '/v1/operators?q=100%25')).json.items).toHaveLength(1)
    expect((await space.request('GET', '/v1/operators?q=%25')).json.items).toHaveLength(1)
  })
})
