import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../support/clock.ts'
import { checkHistory } from '../support/history.ts'
import { seedDrimbox, seedOperator } from '../support/seed.ts'
import {
  approvalOf,
  startTrustSpace,
  type PublicationAnswer,
  type TrustSpace,
} from '../support/trust-space.ts'

let space: TrustSpace
let waiting: PublicationAnswer

beforeEach(async () => {
  space = await startTrustSpace()
  await seedDrimbox(space, 101, await seedOperator(space))
  await space.publish()
  waiting = (await space.awaiting())!
})
afterEach(() => space.stop())

const later = (ms: number) => new Date(space.clock.now().getTime() + ms).toISOString()

describe('an approval', () => {
  it.each([
    ['another trust space', () => ({ trustSpace: 'DRIM-M' }), 'approval-other-trust-space'],
    ['another number', () => ({ newSequence: 2 }), 'approval-other-sequence'],
    ['another base', () => ({ baseSequence: 7 }), 'approval-other-base'],
    ['another digest of the base', () => ({ baseDigest: 'a'.repeat(64) }), 'approval-other-base'],
    ['another content', () => ({ contentDigest: 'b'.repeat(64) }), 'approval-other-content'],
    ['the past', () => ({ expiry: later(-1_000) }), 'approval-expired'],
    ['more than 30 minutes', () => ({ expiry: later(31 * MINUTE_MS) }), 'approval-too-long'],
  ])('of %s is refused, and nothing is stored', async (_, over, code) => {
    const answer = await space.handIn(
      waiting,
      approvalOf(waiting, space.home.keys.ada, space.clock.now(), over()),
    )
    expect(answer).toMatchObject({ status: 422, json: { code } })
    expect(await space.awaiting()).toEqual(waiting)
  })

  it.each(['x', '', 'a.b.c', `${'a'.repeat(8_192)}`, 'é.é.é'])(
    'that is none is refused: %s',
    async (text) => {
      const answer = await space.handIn(waiting, text)
      expect(answer.status).toBe(422)
      expect(await space.awaiting()).toEqual(waiting)
    },
  )

  it('is taken once from a key, and once ever', async () => {
    const approval = approvalOf(waiting, space.home.keys.ada, space.clock.now())
    expect(await space.handIn(waiting, approval)).toMatchObject({ status: 201, json: { state: 'approved' } })
    expect(await space.handIn(waiting, approval)).toMatchObject({
      status: 409,
      json: { code: 'publication-wrong-state' },
    })
  })

  it('by a key the signer does not know is refused, and no number is burnt', async () => {
    expect(await space.approve('stranger')).toMatchObject({
      status: 403,
      json: { code: 'approval-unknown-key' },
    })
    expect(await space.request('GET', '/v1/publications/1')).toMatchObject({
      json: { state: 'awaiting', approvals: 0 },
    })
  })

  it('by a key that the signer has forgotten since is refused there, and the number is burnt', async () => {
    await space.approve('grace')
    await space.forgetApprover('grace')
    expect(await space.publish()).toMatchObject({ is: 'refused', code: 'approval-unknown-key' })
    expect(await space.request('GET', '/v1/publications/1')).toMatchObject({
      json: { state: 'refused', refusal: { code: 'approval-unknown-key' } },
    })
    expect(await space.served()).toBeUndefined()
    expect(await checkHistory(space)).toEqual({ served: [], outcomes: { 1: 'refused' } })
  })

  it('forged in the name of a known key is refused, and does not take that key’s place', async () => {
    const forged = { ...space.home.keys.ada, privateKeyPem: space.home.keys.stranger.privateKeyPem }
    expect(await space.handIn(waiting, approvalOf(waiting, forged, space.clock.now()))).toMatchObject({
      status: 403,
      json: { code: 'approval-signature' },
    })
    await space.approve('ada')
    expect(await space.publish()).toMatchObject({ is: 'served' })
  })

  it('is not taken while the signer does not say who may approve', async () => {
    await space.stopSigner()
    expect(await space.approve('ada')).toMatchObject({ status: 503, json: { code: 'signer-unavailable' } })
    await space.startSigner()
    expect(await space.request('GET', '/v1/publications/1')).toMatchObject({ json: { approvals: 0 } })
  })

  it('for a publication that does not wait is refused', async () => {
    await space.approve('ada')
    await space.publish()
    const approval = approvalOf(waiting, space.home.keys.grace, space.clock.now())
    expect(await space.handIn(waiting, approval)).toMatchObject({
      status: 409,
      json: { code: 'publication-wrong-state' },
    })
    const nowhere = { ...waiting, sequence: 99 }
    expect(
      await space.handIn(nowhere, approvalOf(nowhere, space.home.keys.ada, space.clock.now())),
    ).toMatchObject({
      status: 404,
      json: { code: 'publication-not-found' },
    })
  })
})

describe('a refused publication', () => {
  it('is not tried again at once: the pause doubles, and a person may cut it short', async () => {
    await space.approve('grace')
    await space.forgetApprover('grace')
    await space.publish()
    await expect(space.publish()).rejects.toMatchObject({ code: 'publication-paused' })
    const { json } = await space.request('GET', '/v1/status')
    expect(json['publisher']).toMatchObject({ fault: { code: 'publication-paused' } })
    space.clock.advance(5_000)
    expect(await space.publish()).toMatchObject({ is: 'waiting', publication: { sequence: 2 } })
    await space.approve('adasOther')
    await space.forgetApprover('adasOther')
    await space.publish()
    space.clock.advance(5_000)
    await expect(space.publish()).rejects.toMatchObject({ code: 'publication-paused' })
    expect(await space.request('POST', '/v1/publications')).toMatchObject({
      json: { state: 'awaiting', sequence: 3 },
    })
    await space.approve('ada')
    expect(await space.publish()).toMatchObject({ is: 'served', publication: { sequence: 3 } })
  })
})

describe('abandoning', () => {
  const abandon = (version: number) =>
    space.request('POST', `/v1/publications/1/abandon`, { headers: { 'if-match': `"v${version}"` } })

  it('a draft takes no number; what is still wanted is drafted again', async () => {
    expect(await abandon(2)).toMatchObject({ status: 412 })
    expect(await abandon(1)).toMatchObject({ status: 200, json: { state: 'abandoned' } })
    expect(await abandon(2)).toMatchObject({ status: 409, json: { code: 'publication-wrong-state' } })
    space.clock.advance(HOUR_MS)
    expect(await space.publish()).toMatchObject({ is: 'waiting', publication: { sequence: 1 } })
  })
})
