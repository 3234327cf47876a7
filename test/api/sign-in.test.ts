import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { HostileProvider, Misdeeds } from '../support/hostile-provider.ts'
import { createPeople, type People } from '../support/people.ts'
import { giveProvider, publicApi, useProfile } from '../support/provider-space.ts'
import { askProvider, beginSignIn, signInThroughProvider } from '../support/sign-in.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let provider: HostileProvider
let people: People

beforeAll(async () => {
  space = await startTrustSpace()
  provider = await giveProvider(space)
  people = await createPeople(space)
})
afterAll(async () => {
  await people.end()
  await provider.stop()
  await space.stop()
})

const alice = { sub: 'alice', name: 'Alice Aubry', email: 'alice@hopital.example' }
const signIn = (person: typeof alice = alice) => {
  provider.next(person)
  return signInThroughProvider(publicApi(space))
}

describe('sign-in', () => {
  it('makes whoever the provider knows a newcomer, with a session that speaks for them', async () => {
    provider.next(alice)
    const signedIn = await signInThroughProvider(publicApi(space), { returnTo: '/operateur?x=1' })
    expect(signedIn).toMatchObject({ returnTo: '/operateur?x=1', personId: expect.any(String) })
    const { status, json } = await space.request('GET', '/v1/me', { as: signedIn })
    expect([status, json]).toEqual([
      200,
      {
        person: { id: signedIn.personId, name: 'Alice Aubry', mail: 'alice@hopital.example' },
        memberships: [],
        isAgency: false,
        authenticators: 0,
        sessionExpiresAt: '2026-11-25T09:00:00.000Z',
      },
    ])
  })
})
