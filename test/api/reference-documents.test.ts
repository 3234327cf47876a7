import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAgreements, type Agreements } from '../support/agreements.ts'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let on: Agreements
let operator: TestPerson

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  on = await createAgreements(space, people)
  const organisation = await people.organisation({ name: 'Lectrice' })
  operator = await people.person('Olga', [{ organisation, roles: ['OA', 'OS'] }])
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

const text = (over: Record<string, unknown> = {}) => ({
  code: 'test-agreement',
  label: '1.0',
  title: 'Convention de test',
  inForceOn: '2026-12-01',
  sha256: 'a'.repeat(64),
  ...over,
})
const enter = (who: TestPerson, over: Record<string, unknown> = {}) =>
  on.send(who, 'POST', '/v1/reference-documents', text(over))
const publish = (who: TestPerson, id: string, body: unknown = {}, version = 1) =>
  on.vouched(who, 'POST', `/v1/reference-documents/${id}/publish`, body, version)
const labels = async (as: TestPerson | 'public', query = 'code=test-agreement') => {
  const { json } = await space.request('GET', `/v1/reference-documents?${query}`, { as })
  return json.items.map((item) => [item['label'], item.state])
}
async function refusal(status: number, asked: () => Promise<Answer>): Promise<string> {
  const before = await on.auditSize()
  const answer = await asked()
  expect(answer.status, answer.text).toBe(status)
  expect(await on.auditSize(), 'something was written').toBe(before)
  return answer.json.code
}

describe('a reference document', () => {
  it('is drafted by a reviewer, for the agency’s eyes', async () => {
    for (const who of [operator, on.arthur, on.astrid])
      expect(await refusal(403, () => enter(who))).toBe('right-missing')
    const entered = on.must(await enter(on.ines), 201)
    expect(entered.json).toMatchObject({ state: 'draft', version: 1, recommitBy: null })
    expect(await labels(on.arthur)).toEqual([['1.0', 'draft']])
    expect(await labels('public')).toEqual([])
    expect(await labels(operator)).toEqual([])
    expect(await labels('public', 'state=draft')).toEqual([])
  })

  it('is refused by field where it is not one: digest, dates, hostile text, unknown members', async () => {
    for (const over of [
      { sha256: 'xyz' },
      { inForceOn: '2026-13-01' },
      { title: 'Cach\u200bé' },
      { label: '' },
      { code: 'Not A Code' },
      { state: 'official' },
    ])
      expect(await refusal(422, () => enter(on.ines, { label: '9.9', ...over }))).toBe('request-invalid')
    expect(await refusal(422, () => enter(on.ines, { label: '9.9', recommitBy: '2026-12-01' }))).toBe(
      'recommitment-too-early',
    )
    expect(await refusal(409, () => enter(on.ines))).toBe('reference-document-exists')
  })

  it('is published by two persons, and replaces the official version before it', async () => {
    const first = (await space.request('GET', '/v1/reference-documents', { as: on.ines })).json.items[0]!
    for (const who of [operator, on.arthur])
      expect(await refusal(403, () => publish(who, first.id))).toBe('right-missing')
    expect(
      await refusal(403, () =>
        on.send(on.ines, 'POST', `/v1/reference-documents/${first.id}/publish`, {}, 1),
      ),
    ).toBe('step-up-required')
    expect(await refusal(412, () => publish(on.ines, first.id, {}, 4))).toBe('version-stale')
    const proposed = on.must(await publish(on.denise, first.id), 202)
    expect(await labels('public')).toEqual([])
    expect(await refusal(403, () => on.approve(proposed, on.denise))).toBe('same-person')
    on.must(await on.approve(proposed, on.didier), 200)
    expect(await labels('public')).toEqual([['1.0', 'official']])

    const second = on.must(await enter(on.ines, { label: '1.1', recommitBy: '2027-06-01' }), 201)
    const indicative = on.must(await publish(on.ines, second.json.id, { as: 'indicative' }), 202)
    on.must(await on.approve(indicative), 200)
    expect(await labels('public')).toEqual([
      ['1.0', 'official'],
      ['1.1', 'indicative'],
    ])
    on.must(await on.approve(on.must(await publish(on.ines, second.json.id, {}, 2), 202)), 200)
    expect(await labels('public')).toEqual([
      ['1.0', 'replaced'],
      ['1.1', 'official'],
    ])
    expect(await on.eventsOf(first.id)).toEqual([
      'reference-document.drafted',
      'reference-document.published',
      'reference-document.replaced',
    ])
    expect(await refusal(409, () => publish(on.ines, first.id, {}, 3))).toBe('reference-document-wrong-state')
  })
})
