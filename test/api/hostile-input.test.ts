import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { admissionCalls, sirenOf, siretOf } from '../support/admissions.ts'
import { createPeople, type People, type TestPerson } from '../support/people.ts'
import { startTrustSpace, type Answer, type TrustSpace } from '../support/trust-space.ts'

let space: TrustSpace
let people: People
let calls: ReturnType<typeof admissionCalls>
let nina: TestPerson
let olga: TestPerson
let ines: TestPerson
let leman: string
let draft: string
let review: string

beforeAll(async () => {
  space = await startTrustSpace()
  people = await createPeople(space)
  calls = admissionCalls(space, people)
  nina = await people.person('Nina')
  leman = await people.organisation({ name: 'Imagerie du Léman', siren: sirenOf(31) })
  olga = await people.person('Olga', [{ organisation: leman, roles: ['OA'] }])
  ines = await people.person('Ines', [{ organisation: 'agency', roles: ['AI'] }])
  draft = (await calls.open(nina, {})).json.id
  review = await calls.complete(await people.person('Noel'))
  await people.sql`UPDATE admission SET state = 'under-review', claimed_by = ${ines.id} WHERE id = ${review}`
})
afterAll(async () => {
  await people.end()
  await space.stop()
})

/** Everything of these nouns that a request could have written. */
const world = async () => {
  const [row] = await people.sql`
    SELECT (SELECT count(*) FROM audit_event) AS events, (SELECT count(*) FROM mail) AS mails,
           (SELECT sum(version) FROM organisation) AS organisations, (SELECT sum(version) FROM admission) AS admissions,
           (SELECT count(*) FROM contact) AS contacts, (SELECT count(*) FROM document) AS documents,
           (SELECT count(*) FROM admission_piece) AS pieces`
  return JSON.stringify(row)
}

/** Refused at this field, in French, and nothing is stored, logged or given back. */
const refusedAt = async (send: () => Promise<Answer>, pointer: string, code?: string) => {
  const before = await world()
  const answer = await send()
  expect(answer.status, answer.text).toBe(422)
  expect(answer.headers.get('content-language')).toBe('fr')
  expect(answer.json).toMatchObject({ code: 'request-invalid', detail: 'Certains champs sont incorrects.' })
  const at = answer.json.errors.filter((fault) => fault.pointer === pointer)
  expect(at, answer.text).not.toEqual([])
  if (code !== undefined) expect(at.map((fault) => fault.code)).toContain(code)
  for (const { detail } of answer.json.errors as readonly { detail?: string }[]) {
    expect(detail).not.toMatch(/expected|invalid|received|must|Too (big|small)/i)
    expect(detail!.length).toBeLessThan(200)
  }
  expect(await world(), 'something was written').toBe(before)
  return answer
}

const french = { 'accept-language': 'fr-FR,fr;q=0.9' }
const send = (as: TestPerson, method: string, path: string, body: unknown, ifMatch = '"v1"') =>
  space.request(method, path, { as, body, headers: { ...french, 'if-match': ifMatch } })

const hostileTexts: readonly (readonly [string, string])[] = [
  ['a NUL', 'Imagerie\u0000Sud'],
  ['a bell', 'Imagerie\u0007Sud'],
  ['a line end', 'Imagerie\nSud'],
  ['a carriage return', 'Imagerie\rSud'],
  ['an escape sequence', 'Imagerie\u001b[31mSud'],
  ['a right-to-left override', 'Imagerie \u202eduS'],
  ['a bidirectional isolate', 'Imagerie \u2066Sud\u2069'],
  ['a zero-width space', 'Imagerie\u200bSud'],
  ['a zero-width joiner', 'Imagerie\u200dSud'],
  ['a byte order mark', '\ufeffImagerie Sud'],
  ['a soft hyphen', 'Ima\u00adgerie Sud'],
  ['a tag character', 'Imagerie\u{e0041}Sud'],
  ['a private use letter', 'Imagerie \ue000'],
  ['a letter not yet assigned', 'Imagerie \u{e0fff}'],
  ['a decomposed accent', 'Te\u0301le\u0301imagerie'],
  ['blanks around it', ' Imagerie Sud '],
  ['nothing', ''],
  ['a line separator', 'Imagerie\u2028Sud'],
  ['a Hangul filler', 'Imagerie\u3164Sud'],
  ['a variation selector', 'Imagerie\ufe0f Sud'],
  ['a grapheme joiner', 'Imag\u034ferie Sud'],
  ['the blank of Braille', 'Imagerie\u2800Sud'],
  ['a tower of marks', `Imagerie z${'\u0334\u0318\u030d'.repeat(3)} Sud`],
]

const textFields: readonly (readonly [string, (text: unknown) => [TestPerson, string, string, unknown]])[] = [
  ['/legalName', (text) => [nina, 'PATCH', `/v1/admissions/${draft}`, { legalName: text }]],
  ['/displayName', (text) => [nina, 'PATCH', `/v1/admissions/${draft}`, { displayName: text }]],
  [
    '/signatory/name',
    (text) => [nina, 'PATCH', `/v1/admissions/${draft}`, { signatory: { name: text, quality: 'Gérante' } }],
  ],
  [
    '/signatory/quality',
    (text) => [nina, 'PATCH', `/v1/admissions/${draft}`, { signatory: { name: 'Nina B', quality: text } }],
  ],
  ['/note', (text) => [nina, 'PUT', `/v1/admissions/${draft}/pieces/power`, { note: text }]],
  [
    '/missing/1',
    (text) => [
      ines,
      'POST',
      `/v1/admissions/${review}/ask-pieces`,
      { missing: ['Pouvoir', text], motive: 'Incomplet' },
    ],
  ],
  [
    '/motive',
    (text) => [ines, 'POST', `/v1/admissions/${review}/ask-pieces`, { missing: ['Pouvoir'], motive: text }],
  ],
  [
    '/facts',
    (text) => [
      ines,
      'POST',
      `/v1/admissions/${review}/refuse`,
      { facts: text, clause: 'Art. 1', next: 'Recommencez' },
    ],
  ],
  ['/reason', (text) => [nina, 'POST', `/v1/admissions/${draft}/abandon`, { reason: text }]],
  ['/displayName', (text) => [ines, 'PATCH', `/v1/organisations/${leman}`, { displayName: text }]],
  ['/legalName', (text) => [ines, 'PATCH', `/v1/organisations/${leman}`, { legalName: text }]],
]

describe('a text', () => {
  for (const [pointer, request] of textFields) {
    const [, method, path] = request('')
    const route = path.replaceAll(/\/undefined/g, '/{id}')
    it.each(hostileTexts)(`with %s is refused at ${pointer} of ${method} ${route}`, async (_, text) => {
      await refusedAt(() => send(...request(text)), pointer)
    })

    it(`of 200,000 letters, a number, a list, null in a list is refused at ${pointer} of ${method} ${route}`, async () => {
      await refusedAt(() => send(...request('a'.repeat(200_000))), pointer)
      for (const wrong of [7, true, ['Imagerie'], { toString: 'Imagerie' }])
        await refusedAt(() => send(...request(wrong)), pointer)
    })
  }

  it('with half a character is refused before it is read, with its pointer', async () => {
    const before = await world()
    for (const [pointer, request] of textFields) {
      const answer = await send(...request('Imagerie \ud800 Sud'))
      expect(answer, pointer).toMatchObject({ status: 400, json: { code: 'json-lone-surrogate', pointer } })
    }
    expect(await world()).toBe(before)
  })

  it('of a megabyte is refused before anything reads it', async () => {
    const before = await world()
    const answer = await send(nina, 'PATCH', `/v1/admissions/${draft}`, {
      legalName: 'a'.repeat(1024 * 1024),
    })
    expect(answer).toMatchObject({ status: 413, json: { code: 'body-too-large' } })
    expect(await world()).toBe(before)
  })

  it('in an alphabet whose look-alikes are unknown here is refused for a displayed name', async () => {
    for (const displayName of ['ᎬMEDIA', 'Օmedia', 'ＯMEDIA 画像', 'הדמיה'])
      await refusedAt(
        () => send(nina, 'PATCH', `/v1/admissions/${draft}`, { displayName }),
        '/displayName',
        'display-name-script',
      )
    await refusedAt(
      () => send(nina, 'PATCH', `/v1/admissions/${draft}`, { displayName: '—–·' }),
      '/displayName',
    )
  })

  it('that looks like an existing operator is refused at the field, in French', async () => {
    for (const displayName of [
      'Imаgerie du Léman',
      'IMAGERIE DU LEMAN',
      'lmagerie du Léman',
      'Imagerie du Lémаn',
    ]) {
      const before = await world()
      const answer = await send(nina, 'PATCH', `/v1/admissions/${draft}`, { displayName })
      expect(answer).toMatchObject({ status: 409, json: { code: 'display-name-too-close' } })
      expect(answer.json.errors).toMatchObject([
        { pointer: '/displayName', detail: 'Trop proche d’un nom existant.' },
      ])
      expect(await world()).toBe(before)
    }
  })
})

describe('a field', () => {
  const wrong: readonly (readonly [string, unknown, string, string])[] = [
    ['siren', '732829321', 'siren', 'Numéro faux : vérifiez les chiffres.'],
    ['siren', '732 829 320', 'siren', 'Numéro faux : vérifiez les chiffres.'],
    ['siren', '٧٣٢٨٢٩٣٢٠', 'siren', 'Numéro faux : vérifiez les chiffres.'],
    ['siren', '000000000', 'siren', 'Numéro faux : vérifiez les chiffres.'],
    ['siretSeat', '73282932000075', 'siret', 'Numéro faux : vérifiez les chiffres.'],
    ['siretSeat', '35600000049838', 'siret', 'Numéro faux : vérifiez les chiffres.'],
    ['finess', '2C0000014', 'finess', 'Identifiant mal formé.'],
    [
      'structureIdentifier',
      '573282932000074',
      'structure-identifier',
      'Type de 0 à 4 puis identifiant attendus.',
    ],
    [
      'structureIdentifier',
      '373282932000075',
      'structure-identifier',
      'Type de 0 à 4 puis identifiant attendus.',
    ],
    ['supportMailbox', 'jeanne.martin@leman.example', 'mailbox-personal', 'Pas d’adresse nominative.'],
    ['supportMailbox', 'support@leman', 'mailbox', 'Adresse de messagerie mal formée.'],
    [
      'supportMailbox',
      'support@leman.example\r\nBcc: x@y.example',
      'mailbox',
      'Adresse de messagerie mal formée.',
    ],
    ['supportMailbox', 'supрort@leman.example', 'mailbox', 'Adresse de messagerie mal formée.'],
    ['dpoMailbox', 'dpo@@leman.example', 'mailbox', 'Adresse de messagerie mal formée.'],
    ['securityPhone', '0123456789', 'phone', 'Format +33…'],
    ['securityPhone', '+33 1 23 45 67 89', 'phone', 'Format +33…'],
    ['kinds', [], 'kinds', 'Choisissez au moins une nature.'],
    ['kinds', ['operator', 'operator'], 'repeated', 'La même valeur figure deux fois.'],
    ['plannedDrimboxes', -1, 'too-small', 'Pas moins de 0.'],
    ['plannedDrimboxes', 10_001, 'too-large', 'Pas plus de 10000.'],
    ['legalName', 'A', 'legal-name-length', 'De 2 à 120 caractères.'],
    ['displayName', 'A'.repeat(61), 'display-name-length', 'De 2 à 60 caractères.'],
  ]
  it.each(wrong)(
    '%s of %j is refused with its own code and sentence: %s',
    async (field, value, code, sentence) => {
      for (const [method, path] of [
        ['POST', '/v1/admissions'],
        ['PATCH', `/v1/admissions/${draft}`],
      ] as const) {
        const answer = await refusedAt(() => send(nina, method, path, { [field]: value }), `/${field}`, code)
        expect(answer.text).toContain(sentence)
      }
    },
  )

  it.each([
    ['plannedDrimboxes', 1.5],
    ['plannedDrimboxes', '3'],
    ['hostsForOthers', 'yes'],
    ['kinds', 'operator'],
    ['signatory', 'Nina'],
  ])('%s of %j has another type and is refused', async (field, value) => {
    await refusedAt(() => send(nina, 'PATCH', `/v1/admissions/${draft}`, { [field]: value }), `/${field}`)
  })

  it('kinds of the agency is no option for an applicant', async () => {
    await refusedAt(
      () => send(nina, 'PATCH', `/v1/admissions/${draft}`, { kinds: ['agency'] }),
      '/kinds/0',
      'not-an-option',
    )
  })

  it.each(['state', 'authorId', 'organisationId', '__proto__', 'constructor', 'version', 'claimedBy'])(
    '%s that nobody asked for is refused by its name',
    async (name) => {
      const body = JSON.parse(`{"${name}": "accepted"}`) as unknown
      await refusedAt(
        () => send(nina, 'PATCH', `/v1/admissions/${draft}`, body),
        `/${name}`,
        'unknown-member',
      )
    },
  )

  it('wrong in ten places is told in ten places at once', async () => {
    const answer = await refusedAt(
      () =>
        send(nina, 'POST', '/v1/admissions', {
          kinds: [],
          legalName: '',
          displayName: '\u202e',
          siren: '1',
          siretSeat: '1',
          finess: '1',
          structureIdentifier: '1',
          supportMailbox: '1',
          securityPhone: '1',
          more: 1,
        }),
      '/siren',
    )
    expect(new Set(answer.json.errors.map(({ pointer }) => pointer)).size).toBe(10)
  })

  it('is told in English where English is asked for', async () => {
    const answer = await space.request('POST', '/v1/admissions', {
      as: nina,
      body: { siren: '1', kinds: 3 },
      headers: { 'accept-language': 'en' },
    })
    expect(answer.headers.get('content-language')).toBe('en')
    expect(answer.json.errors).toMatchObject([
      { detail: 'A value of type array is expected.' },
      { detail: 'Wrong number: check its digits.' },
    ])
  })

  it('of a contact is checked the same way', async () => {
    for (const [body, pointer] of [
      [{ kind: 'support', mailbox: 'support@leman.example\u0000' }, '/mailbox'],
      [{ kind: 'support', mailbox: 'a'.repeat(300) }, '/mailbox'],
      [{ kind: 'security24h', phone: '+33\u200b123456789' }, '/phone'],
      [{ kind: 'pope', mailbox: 'support@leman.example' }, '/kind'],
    ] as const)
      await refusedAt(() => send(olga, 'POST', `/v1/organisations/${leman}/contacts`, body), pointer)
  })

  it('of a date that does not exist, or is past, is refused', async () => {
    const path = `/v1/admissions/${review}/pieces/power/verdict`
    for (const validUntil of ['2026-02-30', '31/12/2026', '2026-12-31T00:00:00Z', 'demain'])
      await refusedAt(() => send(ines, 'POST', path, { verdict: 'good', validUntil }), '/validUntil', 'date')
  })
})

describe('two fields that disagree', () => {
  it('SIRET of another SIREN: told when it is submitted, at the SIRET', async () => {
    const author = await people.person('Author')
    const id = await calls.complete(author, { siretSeat: siretOf(sirenOf(77)) })
    const before = await world()
    const answer = await space.request('POST', `/v1/admissions/${id}/submit`, {
      as: author,
      body: {},
      headers: { ...french, 'if-match': `"v${await calls.version(id)}"` },
    })
    expect(answer).toMatchObject({ status: 422, json: { code: 'admission-incomplete' } })
    expect(answer.json.errors).toMatchObject([
      { pointer: '/siretSeat', code: 'siret-of-another', detail: 'Ce SIRET n’est pas de ce SIREN.' },
    ])
    expect(await world()).toBe(before)
  })
})

describe('a body', () => {
  const raw = (text: string, type = 'application/json') =>
    space.request('POST', '/v1/admissions', {
      as: nina,
      bytes: Buffer.from(text),
      headers: { ...french, 'content-type': type },
    })

  it.each([
    ['a member twice', '{"siren":"732829320","siren":"356000000"}', 400, 'json-duplicate-member'],
    [
      'a member twice under an escape',
      '{"siren":"732829320","\\u0073iren":"356000000"}',
      400,
      'json-duplicate-member',
    ],
    [
      'a member twice, deeper',
      '{"signatory":{"name":"Nina B","name":"Noel B","quality":"Gérant"}}',
      400,
      'json-duplicate-member',
    ],
    ['200 levels', `{"a":${'['.repeat(200)}${']'.repeat(200)}}`, 400, 'json-too-deep'],
    ['200 levels, never closed', '{"a":'.repeat(200), 400, 'json-too-deep'],
    ['half a document', '{"siren":', 400, 'request-malformed'],
    ['a list', '[]', 422, 'request-invalid'],
    ['a number', '7', 422, 'request-invalid'],
    ['more than 256 KiB', JSON.stringify({ legalName: 'a'.repeat(256 * 1024) }), 413, 'body-too-large'],
  ])('with %s is refused in French, and nothing is stored', async (_, text, status, code) => {
    const before = await world()
    const answer = await raw(text)
    expect(answer, answer.text).toMatchObject({ status, json: { code } })
    expect(answer.headers.get('content-language')).toBe('fr')
    expect(await world()).toBe(before)
  })

  it('of another type is not guessed at', async () => {
    const before = await world()
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect((await raw('{"legalName":"LEMAN"}', type)).status, type).toBeGreaterThanOrEqual(400)
    expect(await world()).toBe(before)
  })

  it('that is not UTF-8 is refused, or read as what it is not; it never reaches the database', async () => {
    const before = await world()
    const bytes = Buffer.concat([
      Buffer.from('{"legalName":"Imag'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ])
    const answer = await space.request('POST', '/v1/admissions', {
      as: nina,
      bytes,
      headers: { ...french, 'content-type': 'application/json' },
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(await world()).toBe(before)
  })
})

describe('a question', () => {
  it.each([
    '%00',
    'a%00b',
    '%ff',
    '%ED%A0%80',
    '%E2%80%AE',
    '%',
    '%25%25',
    "';--",
    'a'.repeat(101),
    '\\',
    '%5C%25_',
  ])('of %s breaks nothing, wherever it is asked', async (text) => {
    const asked: [TestPerson | 'public', string][] = [
      ['public', `/v1/operators?q=${text}`],
      ['public', `/v1/operators?after=${text}`],
      ['public', `/v1/operators/${text}`],
      ['public', `/v1/whitelist/entries?q=${text}`],
      [ines, `/v1/organisations?q=${text}`],
      [ines, `/v1/organisations?number=${text}`],
      [ines, `/v1/organisations?after=${text}`],
      [ines, `/v1/admissions?q=${text}`],
      [ines, `/v1/admissions?after=${text}`],
      [ines, `/v1/admissions?state=${text}`],
      [ines, `/v1/admissions/${text}`],
      [ines, `/v1/audit-events?subject=${text}`],
      [ines, `/v1/mails?state=${text}`],
      [nina, `/v1/documents/${text}/content`],
      [nina, `/v1/documents?purpose=${text}`],
    ]
    for (const [as, path] of asked) {
      const { status } = await space.request('GET', path, { as })
      expect([200, 400, 403, 404, 422], `${path} answered ${status}`).toContain(status)
    }
  })
})

describe('what is refused', () => {
  it('stands in no line of the log', () => {
    const log = space.log.join('\n')
    for (const planted of ['Imagerie', 'jeanne.martin', '732829321', 'ᎬMEDIA', '+33'])
      expect(log).not.toContain(planted)
  })

  it('broke nothing: no request ended with 500', () => {
    expect(space.log.filter((line) => /"status":5\d\d|request-failed/.test(line))).toEqual([])
  })
})
