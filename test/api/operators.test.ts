import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDrimbox, seedOperator } from '../support/seed.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace

beforeAll(async () => {
  space = await startTrustSpace()
})
afterAll(() => space.stop())

const register = (name: unknown) => space.request('POST', '/v1/operators', { body: { name } })

describe('operators', () => {
  it('are registered with a version, an ETag, an address and an audit event', async () => {
    const answer = await register('E-MEDIA')
    expect(answer.status).toBe(201)
    expect(answer.json).toMatchObject({
      name: 'E-MEDIA',
      version: 1,
      origin: 'registration',
      drimboxCount: 0,
    })
    expect(answer.headers.get('etag')).toBe('"v1"')
    const read = await space.request('GET', answer.headers.get('location') ?? '')
    expect(read.json).toEqual(answer.json)
    const events = await space.request('GET', `/v1/audit-events?subject=${answer.json.id}`)
    expect(events.json.items).toMatchObject([
      { event: 'operator.registered', actor: { kind: 'administrator', id: 'admin-key' } },
    ])
  })

  it('never share a name, whatever its letter case', async () => {
    await register('Imadis')
    const answer = await register('IMADIS')
    expect(answer).toMatchObject({ status: 409, json: { code: 'operator-name-taken' } })
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
    ['a lone surrogate', 'E-\ud800MEDIA'],
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
      names.push(...json.items.map(({ name }) => name))
      after = json.next === null ? '' : `&after=${json.next}`
    } while (after !== '')
    expect(names).toEqual(Array.from({ length: 7 }, (_, index) => `PAGE ${index}`))
  })

  it('are found by what they are called, and % is a letter like another', async () => {
    await register('100% IMAGERIE')
    expect((await space.request('GET', '/v1/operators?q=100%25')).json.items).toHaveLength(1)
    expect((await space.request('GET', '/v1/operators?q=%25')).json.items).toHaveLength(1)
  })

  it('count their DRIMboxes', async () => {
    const id = await seedOperator(space, 'EVOLUCARE')
    await seedDrimbox(space, 201, id)
    await seedDrimbox(space, 202, id)
    expect((await space.request('GET', `/v1/operators/${id}`)).json.drimboxCount).toBe(2)
  })
})
