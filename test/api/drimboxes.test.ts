import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, drimboxOf, seedDrimbox, seedOperator } from '../support/seed.ts'
import { startTrustSpace, ZONE, type Answer, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let operator: string

beforeAll(async () => {
  space = await startTrustSpace()
  operator = await seedOperator(space)
})
afterAll(() => space.stop())

const register = (number: number, over: Record<string, unknown> = {}): Promise<Answer> =>
  space.request('POST', '/v1/drimboxes', { body: drimboxOf(number, operator, over) })
const count = async (): Promise<number> =>
  (await space.request('GET', '/v1/drimboxes?limit=200')).json.items.length

describe('registering a DRIMbox', () => {
  it('enters it in service with its access points and one certificate', async () => {
    const answer = await register(101)
    expect(answer.status, answer.text).toBe(201)
    expect(answer.json).toMatchObject({
      number: 101,
      operator: { id: operator, name: 'E-MEDIA' },
      state: 'in-service',
      suspensionLevel: null,
      onList: true,
      wadoHost: `db101.${ZONE}`,
      viewerHost: `vi101.${ZONE}`,
      addedAt: '2026-11-25T08:00:00Z',
      certificates: [{ state: 'listed', fingerprint: null }],
    })
    const byNumber = await space.request('GET', '/v1/drimboxes?number=101')
    expect(byNumber.json.items).toEqual([answer.json])
  })

  it('takes a certificate in PEM and reads its DN, dates and fingerprint', async () => {
    const { pem } = await space.home.authority.issueBoxCertificate({ host: `db102.${ZONE}` })
    const answer = await register(102, { certificateDn: undefined, certificate: pem })
    expect(answer.status, answer.text).toBe(201)
    const certificate = answer.json.certificates[0]!
    expect(certificate.dn).toMatch(new RegExp(`^CN=db102\\.${ZONE.replaceAll('.', '\\.')},`))
    expect(certificate.fingerprint).toMatch(/^[0-9a-f]{64}$/)
    expect(Date.parse(certificate.notAfter)).toBeGreaterThan(space.clock.now().getTime())
  })

  it('may leave out the viewer', async () => {
    expect((await register(103, { viewerHost: '' })).json).toMatchObject({ viewerHost: '' })
  })

  it.each([
    ['a number in use', { number: 101 }, 409, 'number-taken'],
    [
      'a host in use',
      { wadoHost: `db101.${ZONE}`, certificateDn: `CN=db101.${ZONE}` },
      409,
      'host-name-taken',
    ],
    ['a host in use elsewhere', { viewerHost: `db101.${ZONE}` }, 409, 'host-name-taken'],
    ['a host of another zone', { viewerHost: 'vi900.example.org' }, 422, 'host-outside-zone'],
    ['the zone itself', { viewerHost: ZONE }, 422, 'host-outside-zone'],
    ['twice the same host', { viewerHost: `db900.${ZONE}` }, 422, 'access-points-alike'],
    ['a CN that is another host', { certificateDn: `CN=db901.${ZONE},C=FR` }, 422, 'certificate-cn-not-db'],
    ['a DN that is none', { certificateDn: 'no name at all' }, 422, 'certificate-dn-unreadable'],
    ['no certificate', { certificateDn: undefined }, 422, 'request-invalid'],
    ['a number that is text', { number: '900' }, 422, 'request-invalid'],
    ['a negative number', { number: -1 }, 422, 'request-invalid'],
    ['a fraction', { number: 1.5 }, 422, 'request-invalid'],
    ['a number beyond the format', { number: 1_000_000_000 }, 422, 'request-invalid'],
    ['a host in capitals', { wadoHost: `DB900.${ZONE}` }, 422, 'request-invalid'],
    ['a host with a trailing dot', { wadoHost: `db900.${ZONE}.` }, 422, 'request-invalid'],
    ['a host with a homograph', { wadoHost: `dв900.${ZONE}` }, 422, 'request-invalid'],
    ['a wildcard', { wadoHost: `*.${ZONE}` }, 422, 'request-invalid'],
    ['markup in the contact', { supportContact: 'a\u0000b' }, 422, 'request-invalid'],
    [
      'an unknown operator',
      { operatorId: '01970000-0000-7000-8000-000000000000' },
      404,
      'organisation-not-found',
    ],
    ['prose for a certificate', { certificate: 'hello' }, 422, 'certificate-unreadable'],
    [
      'a private key',
      { certificate: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' },
      422,
      'certificate-with-key',
    ],
  ])('with %s is refused, and nothing is stored', async (_, over, status, code) => {
    const before = await count()
    const answer = await register(900, over)
    expect(answer, answer.text).toMatchObject({ status, json: { code } })
    expect(await count()).toBe(before)
    const events = await space.request('GET', '/v1/audit-events?limit=200&event=drimbox.registered')
    expect(events.json.items).toHaveLength(before)
  })

  it('with a certificate and another DN is refused', async () => {
    const { pem } = await space.home.authority.issueBoxCertificate({ host: `db900.${ZONE}` })
    const answer = await register(900, { certificate: pem, certificateDn: `CN=db900.${ZONE},O=ANOTHER,C=FR` })
    expect(answer).toMatchObject({ status: 422, json: { code: 'certificate-dn-differs' } })
  })

  it('by many at once under one number or one host enters one', async () => {
    const sameNumber = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        register(300, {
          wadoHost: `a${index}.${ZONE}`,
          viewerHost: '',
          certificateDn: `CN=a${index}.${ZONE}`,
        }),
      ),
    )
    expect(sameNumber.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409])
    const sameHost = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        register(310 + index, { wadoHost: `same.${ZONE}`, viewerHost: '', certificateDn: `CN=same.${ZONE}` }),
      ),
    )
    expect(sameHost.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409])
    expect(
      sameHost.filter(({ status }) => status === 409).every(({ json }) => json.code === 'host-name-taken'),
    ).toBe(true)
  })
})

describe('the acts on a DRIMbox', () => {
  it('suspend takes it off the list at level out, restore brings it back to what it was', async () => {
    await seedDrimbox(space, 401, operator)
    const suspended = await act(space, 401, 'suspend', 'certificate under suspicion')
    expect(suspended.json).toMatchObject({
      state: 'suspended',
      suspensionLevel: 'out',
      onList: false,
      reason: 'certificate under suspicion',
      version: 2,
    })
    expect(suspended.headers.get('etag')).toBe('"v2"')
    expect((await act(space, 401, 'restore')).json).toMatchObject({
      state: 'in-service',
      suspensionLevel: null,
      onList: true,
      version: 3,
    })
  })

  it('withdraw is final, and neither number nor host is ever given again', async () => {
    await seedDrimbox(space, 402, operator)
    expect((await act(space, 402, 'withdraw')).json).toMatchObject({ state: 'withdrawn', onList: false })
    for (const what of ['suspend', 'restore', 'withdraw'] as const) {
      expect(await act(space, 402, what)).toMatchObject({
        status: 409,
        json: { code: 'drimbox-wrong-state' },
      })
    }
    expect(await register(402)).toMatchObject({ status: 410, json: { code: 'number-burnt' } })
    expect(
      await register(403, { wadoHost: `db402.${ZONE}`, certificateDn: `CN=db402.${ZONE}` }),
    ).toMatchObject({ status: 409, json: { code: 'host-name-taken' } })
  })

  it.each([
    ['in-service', 'restore'],
    ['suspended', 'suspend'],
  ] as const)('refuse what the state does not allow: %s, %s', async (state, what) => {
    const number = state === 'suspended' ? 404 : 405
    await seedDrimbox(space, number, operator)
    if (state === 'suspended') await act(space, number, 'suspend')
    expect(await act(space, number, what)).toMatchObject({
      status: 409,
      json: { code: 'drimbox-wrong-state' },
    })
  })

  it('need If-Match, and the version that is there', async () => {
    const { json } = await seedDrimbox(space, 406, operator)
    const suspend = (headers: Record<string, string>) =>
      space.request('POST', `/v1/drimboxes/${json.id}/suspend`, { body: { reason: 'a reason' }, headers })
    expect(await suspend({})).toMatchObject({ status: 428, json: { code: 'if-match-required' } })
    for (const tag of ['"v2"', 'W/"v1"', '*', '"v01"x', 'v1']) {
      expect(await suspend({ 'if-match': tag })).toMatchObject({
        status: 412,
        json: { code: 'version-stale', version: 1 },
      })
    }
    expect((await space.request('GET', `/v1/drimboxes/${json.id}`)).json.state).toBe('in-service')
    expect(await suspend({ 'if-match': '"v1"' })).toMatchObject({ status: 200 })
  })

  it('of many at once on one version: one wins, the others are told', async () => {
    await seedDrimbox(space, 407, operator)
    const answers = await Promise.all(Array.from({ length: 10 }, () => act(space, 407, 'suspend')))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.every((status) => [200, 409, 412].includes(status))).toBe(true)
  })

  it('leave one audit event each, with the digest of the reason and never the reason', async () => {
    const { json } = await seedDrimbox(space, 408, operator)
    await act(space, 408, 'suspend', 'Mme Durand a appelé')
    await act(space, 408, 'restore', 'M. Petit a confirmé')
    await act(space, 408, 'withdraw', 'le centre ferme')
    const { json: events, text } = await space.request('GET', `/v1/audit-events?subject=${json.id}`)
    expect(events.items).toMatchObject([
      { event: 'drimbox.registered', to: 'in-service' },
      { event: 'drimbox.suspended', from: 'in-service', to: 'suspended' },
      { event: 'drimbox.restored', from: 'suspended', to: 'in-service' },
      { event: 'drimbox.withdrawn', from: 'in-service', to: 'withdrawn' },
    ])
    expect(events.items[1]!.data.reasonSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(text).not.toContain('Durand')
  })

  it('refuse a reason that is missing, empty or unfit', async () => {
    const { json } = await seedDrimbox(space, 409, operator)
    for (const body of [{}, { reason: '' }, { reason: 'a\u202eb reason' }, { reason: 'x'.repeat(501) }]) {
      const answer = await space.request('POST', `/v1/drimboxes/${json.id}/suspend`, {
        body,
        headers: { 'if-match': '"v1"' },
      })
      expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer: '/reason' }] } })
    }
  })
})
