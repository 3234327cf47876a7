import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../support/clock.ts'
import { testContent } from '../support/list-content.ts'
import { act, drimboxOf, seedDrimbox, seedOperator } from '../support/seed.ts'
import { signingSpace, signListByProduct } from '../support/sign-list.ts'
import { startTrustSpace, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace

beforeEach(async () => {
  space = await startTrustSpace()
})
afterEach(() => space.stop())

const events = async (): Promise<string[]> => {
  const all: string[] = []
  let after = ''
  do {
    const { json } = await space.request('GET', `/v1/audit-events?limit=200${after}`)
    all.push(...json.items.map(({ event }) => event))
    after = json.next === null ? '' : `&after=${json.next}`
  } while (after !== '')
  return all
}

/** What a deed leaves behind, and nothing else. */
async function leaves(deed: () => Promise<unknown>): Promise<string[]> {
  const before = await events()
  await deed()
  const after = await events()
  expect(after.slice(0, before.length)).toEqual(before)
  return after.slice(before.length)
}

describe('every change leaves its event', () => {
  it('operators, DRIMboxes and their acts: one each', async () => {
    let operator = ''
    expect(await leaves(async () => (operator = await seedOperator(space)))).toEqual([
      'organisation.registered',
      'commitment.entered',
    ])
    expect(await leaves(() => seedDrimbox(space, 101, operator))).toEqual(['drimbox.registered'])
    expect(await leaves(() => act(space, 101, 'suspend'))).toEqual(['drimbox.suspended'])
    expect(await leaves(() => act(space, 101, 'restore'))).toEqual(['drimbox.restored'])
    expect(await leaves(() => act(space, 101, 'withdraw'))).toEqual(['drimbox.withdrawn'])
  })

  it('an import: one for each operator and DRIMbox, and one for itself; a comparison: one', async () => {
    const foreign = await signingSpace(space.clock.now)
    const bytes = signListByProduct(foreign, testContent(3), new Date('2026-11-20T09:00:00Z'))
    const base64 = (der: Uint8Array) => Buffer.from(der).toString('base64')
    const importList = () =>
      space.request('POST', '/v1/imports', {
        bytes,
        headers: {
          'x-import-trust-anchors': base64(foreign.authority.root),
          'x-import-intermediates': base64(foreign.authority.issuers.lists.certificate),
        },
      })
    expect(await leaves(importList)).toEqual([
      ...Array.from({ length: 3 }, () => 'organisation.imported'),
      ...Array.from({ length: 3 }, () => 'commitment.entered'),
      ...Array.from({ length: 3 }, () => 'drimbox.imported'),
      'whitelist.imported',
    ])
    expect(await leaves(importList)).toEqual(['whitelist.compared'])
  })

  it('a publication: one for each state it goes through', async () => {
    const operator = await seedOperator(space)
    await seedDrimbox(space, 101, operator)
    expect(await leaves(() => space.publish())).toEqual(['publication.drafted'])
    expect(await leaves(() => space.publish())).toEqual([])
    expect(await leaves(() => space.approve('ada'))).toEqual([
      'publication.approval-received',
      'publication.approved',
    ])
    expect(await leaves(() => space.publish())).toEqual(['publication.opened', 'publication.served'])

    await seedDrimbox(space, 102, operator)
    await space.publish()
    expect(await leaves(() => seedDrimbox(space, 103, operator))).toEqual(['drimbox.registered'])
    expect(await leaves(() => space.publish())).toEqual(['publication.superseded', 'publication.drafted'])
    space.clock.advance(61 * MINUTE_MS)
    expect(await leaves(() => space.publish())).toEqual(['publication.expired', 'publication.drafted'])
    await space.approve('grace')
    await space.forgetApprover('grace')
    expect(await leaves(() => space.publish())).toEqual(['publication.opened', 'publication.refused'])
    space.clock.advance(HOUR_MS)
    await space.publish()
    const abandon = () =>
      space.request('POST', '/v1/publications/3/abandon', { headers: { 'if-match': '"v1"' } })
    expect(await leaves(abandon)).toEqual(['publication.abandoned'])
  })

  it('what is refused, and what is only read, leaves none', async () => {
    const operator = await seedOperator(space)
    await seedDrimbox(space, 101, operator)
    await space.publish()
    expect(
      await leaves(async () => {
        await space.request('POST', '/v1/operators', { body: { name: 'E-MEDIA' } })
        await space.request('POST', '/v1/drimboxes', { body: drimboxOf(101, operator) })
        await act(space, 101, 'restore')
        await space.request('POST', '/v1/publications/1/approvals', { body: { approval: 'x' } })
        await space.request('POST', '/v1/publications/1/abandon', { headers: { 'if-match': '"v9"' } })
        await space.request('POST', '/v1/imports', { bytes: Buffer.from('<a/>') })
        for (const path of [
          'status',
          'operators',
          'drimboxes',
          'publications',
          'whitelists',
          'trust-anchors',
        ])
          await space.request('GET', `/v1/${path}`)
      }),
    ).toEqual([])
  })
})

describe('the audit', () => {
  it('says who, when, on what and by which request', async () => {
    const answer = await space.request('POST', '/v1/operators', {
      body: { name: 'E-MEDIA' },
      headers: { 'x-request-id': 'a-request-of-the-test' },
    })
    const { json } = await space.request('GET', '/v1/audit-events?event=organisation.registered')
    expect(json.items).toEqual([
      {
        seq: 2,
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        at: '2026-11-25T08:00:00.000Z',
        actor: { kind: 'operations', id: 'operations-key' },
        onBehalfOf: null,
        organisation: answer.json.id,
        event: 'organisation.registered',
        subject: { kind: 'organisation', id: answer.json.id },
        from: null,
        to: null,
        data: {},
        decision: null,
        stepUp: null,
        requestId: 'a-request-of-the-test',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ])
  })

  it('tells the registry’s own acts from those of people', async () => {
    await seedDrimbox(space, 101, await seedOperator(space))
    await space.request('POST', '/v1/publications')
    await space.approve('ada')
    await space.publish()
    const { json } = await space.request('GET', '/v1/audit-events?limit=200')
    expect(
      json.items.slice(-5).map(({ event, ...item }) => [event, (item['actor'] as { id: string }).id]),
    ).toEqual([
      ['publication.drafted', 'operations-key'],
      ['publication.approval-received', 'operations-key'],
      ['publication.approved', 'operations-key'],
      ['publication.opened', 'test'],
      ['publication.served', 'test'],
    ])
  })
})
