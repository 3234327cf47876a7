import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAgreements, type Agreements } from '../support/agreements.ts'
import { createPeople, type People } from '../support/people.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let on: Agreements

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  on = await createAgreements(space, people)
  await on.officialText('1.0')
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

describe('the way in', () => {
  it('leads from draft over signature, review and two persons to a line on the list', async () => {
    const { organisationId, id } = await on.member('Imagerie du Léman', [101])
    expect(await on.read(id)).toMatchObject({ state: 'active', lines: 1, text: { label: '1.0' } })
    expect(await on.listed(organisationId)).toEqual([101])
    expect(await on.eventsOf(id)).toEqual([
      'commitment.opened',
      'commitment.edited',
      'commitment.submitted',
      'commitment.claimed',
      'commitment.countersigned',
      'commitment.activated',
    ])
    expect(await on.mailsTo(organisationId)).toEqual(['M6'])
  })
})
