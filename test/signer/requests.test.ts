import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHash, verify, X509Certificate } from 'node:crypto'
import { readWhitelist, sha256Hex } from '@trust-space/whitelist/format'
import { directoryDigest } from '../support/directory-digest.ts'
import { callSigner, signVia, stateVia } from '../support/signer-client.ts'
import { driveSigner, type SignerDriver } from '../support/signer-driver.ts'
import {
  createSignerHome,
  listLine,
  listLines,
  unsignedList,
  type SignerHome,
} from '../support/signer-home.ts'
import { startedSigner, type SignerProcess } from '../support/signer-process.ts'

const now = () => new Date()
let home: SignerHome
let signer: SignerProcess
let driver: SignerDriver
let socket: string

beforeAll(async () => {
  home = await createSignerHome(await mkdtemp(join(tmpdir(), 'drim-signer-')), { clock: now })
  socket = home.environment['SIGNER_SOCKET'] ?? ''
  signer = await startedSigner({ ...home.environment, SIGNER_BYTES_MAX: '20000' })
  driver = driveSigner(home, now)
  expect((await driver.sign(listLines(1, 3), { by: ['ada'] })).status).toBe(200)
})

afterAll(async () => {
  await signer.stop()
  await rm(home.directory, { recursive: true })
})

/** Runs a refused call and expects that it left no trace. */
async function refused(call: () => Promise<{ status: number; code: string | undefined }>) {
  const before = [await directoryDigest(join(home.directory, 'ledger')), await stateVia(socket)]
  const { status, code } = await call()
  expect([await directoryDigest(join(home.directory, 'ledger')), await stateVia(socket)]).toEqual(before)
  return { status, code }
}

describe('a signed list', () => {
  test('holds the lines that were sent, the chain, and a signature that its certificate verifies', async () => {
    const { body, headers } = await driver.sign(listLines(1, 3), { generatedAt: '2026-11-25T09:00:00Z' })
    const list = readWhitelist(body)
    const signature = list.signature
    expect(list.entries).toEqual(listLines(1, 3))
    expect(list.digest).toBe(driver.base.digest)
    expect(signature?.profile).toBe('B')
    expect(signature?.certificates).toHaveLength(3)
    expect(signature?.signedAt).toBe(headers['x-signer-signed-at'])
    expect(headers).toMatchObject({ 'content-type': 'application/xml', 'x-signer-replayed': 'false' })
    const key = new X509Certificate(home.signerCertificate).publicKey
    expect(
      verify(
        'sha256',
        signature?.signedInfo ?? Buffer.alloc(0),
        key,
        signature?.signatureValue ?? Buffer.alloc(0),
      ),
    ).toBe(true)
    expect(
      createHash('sha256')
        .update(signature?.signedProperties ?? '')
        .digest(),
    ).toEqual(Buffer.from(signature?.propertiesDigest ?? []))
  })

  test('is signed in a second of its own, however fast the next one is asked for', async () => {
    const answers = await Promise.all(
      [1, 2].map(async (step) => {
        const unsigned = unsignedList(listLines(1, 3), `2026-11-25T10:00:0${step}Z`)
        return signVia(socket, {
          trustSpace: home.trustSpace,
          sequence: driver.base.sequence + step,
          unsigned,
          time: now(),
        })
      }),
    )
    const times = answers.map(({ headers }) => String(headers['x-signer-signed-at']))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(times[0]! < times[1]!).toBe(true)
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    driver = driveSigner(home, now, {
      sequence: driver.base.sequence + 2,
      digest: sha256Hex(unsignedList(listLines(1, 3), '2026-11-25T10:00:02Z')),
    })
  })

  test('is given back to whoever asks again with the same content, without approvals and with a wrong clock', async () => {
    const unsigned = unsignedList(listLines(1, 4))
    const first = await driver.sign([], { unsigned, by: ['ada'] })
    const again = await refusedNothing(() =>
      signVia(socket, {
        trustSpace: home.trustSpace,
        sequence: driver.base.sequence,
        unsigned,
        time: new Date('2020-01-01'),
      }),
    )
    expect(again.status).toBe(200)
    expect(again.body.equals(first.body)).toBe(true)
    expect(again.headers).toMatchObject({
      'x-signer-replayed': 'true',
      'x-signer-record': first.headers['x-signer-record'],
      'x-signer-signed-at': first.headers['x-signer-signed-at'],
    })
  })

  async function refusedNothing<T>(call: () => Promise<T>): Promise<T> {
    const before = await directoryDigest(join(home.directory, 'ledger'))
    const answer = await call()
    expect(await directoryDigest(join(home.directory, 'ledger'))).toBe(before)
    return answer
  }
})

describe('numbers', () => {
  test('that were signed take no other content', async () => {
    const unsigned = unsignedList(listLines(1, 2))
    expect(await refused(() => driver.sign([], { unsigned, sequence: driver.base.sequence }))).toEqual({
      status: 409,
      code: 'content-differs',
    })
    expect(await refused(() => driver.sign([], { unsigned, sequence: 1, by: ['ada', 'grace'] }))).toEqual({
      status: 409,
      code: 'content-differs',
    })
  })

  test('that were skipped are burnt', async () => {
    const skipped = driver.base.sequence + 1
    expect((await driver.sign(listLines(1, 4), { sequence: skipped + 1 })).status).toBe(200)
    expect(await refused(() => driver.sign(listLines(1, 4), { sequence: skipped, by: ['ada'] }))).toEqual({
      status: 409,
      code: 'sequence-not-above',
    })
  })

  test('step by 1,000 alone, further with a person', async () => {
    const wide = driver.base.sequence + 1_001
    expect(await refused(() => driver.sign(listLines(1, 4), { sequence: wide }))).toEqual({
      status: 409,
      code: 'sequence-step-too-wide',
    })
    expect((await driver.sign(listLines(1, 4), { sequence: driver.base.sequence + 1_000 })).status).toBe(200)
    expect(
      (await driver.sign(listLines(1, 4), { sequence: driver.base.sequence + 100_000, by: ['grace'] }))
        .status,
    ).toBe(200)
  })
})

describe('a list that the signer would not write itself', () => {
  const canonical = Buffer.from(unsignedList(listLines(1, 4)))
  const text = canonical.toString('utf8')
  test.each<[string, () => Uint8Array]>([
    ['is empty bytes', () => Buffer.alloc(0)],
    ['is no XML', () => Buffer.from('sequence=4')],
    ['has an XML declaration', () => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`)],
    ['has a line end at its end', () => Buffer.from(`${text}\n`)],
    [
      'has white space between its elements',
      () => Buffer.from(text.replace('<ListeDomaines>', '\n<ListeDomaines>')),
    ],
    ['has a document type', () => Buffer.from(`<!DOCTYPE a [<!ENTITY b "c">]>${text}`)],
    ['has a comment', () => Buffer.from(text.replace('<ListeDomaines>', '<!-- --><ListeDomaines>'))],
    ['is of another version', () => Buffer.from(text.replace('1.0.0', '2.0.0'))],
    [
      'has an unknown element',
      () => Buffer.from(text.replace('<ListeDomaines>', '<Autre></Autre><ListeDomaines>')),
    ],
    [
      'has a line whose certificate bears another name',
      () => Buffer.from(text.replace('CN=db1.demo', 'CN=db999.demo')),
    ],
    ['repeats a host', () => Buffer.from(text.replaceAll('db2.demo', 'db1.demo'))],
    [
      'is not UTF-8',
      () => Buffer.concat([canonical.subarray(0, 300), Buffer.from([0xff]), canonical.subarray(300)]),
    ],
  ])('%s', async (_, unsigned) => {
    expect(await refused(() => driver.sign([], { unsigned: unsigned(), by: ['ada', 'grace'] }))).toEqual({
      status: 422,
      code: 'list-invalid',
    })
  })

  test('is signed already', async () => {
    const { body } = await driver.sign(listLines(1, 4), { generatedAt: '2026-11-25T11:00:00Z' })
    const withoutDeclaration = body.subarray(body.indexOf('?>') + 2)
    for (const unsigned of [body, withoutDeclaration]) {
      expect(await refused(() => driver.sign([], { unsigned, by: ['ada', 'grace'] }))).toEqual({
        status: 422,
        code: 'list-invalid',
      })
    }
  })
})

describe('a request', () => {
  test.each<[string, number, string, Record<string, string | undefined>]>([
    ['for another trust space', 422, 'trust-space-mismatch', { 'x-registry-trust-space': 'DRIM-M' }],
    ['without trust space', 400, 'request-malformed', { 'x-registry-trust-space': undefined }],
    ['without sequence', 400, 'request-malformed', { 'x-registry-sequence': undefined }],
    ['with sequence 0', 400, 'request-malformed', { 'x-registry-sequence': '0' }],
    ['with a sequence below 0', 400, 'request-malformed', { 'x-registry-sequence': '-5' }],
    ['with a broken sequence', 400, 'request-malformed', { 'x-registry-sequence': '200000.5' }],
    ['with two sequences', 400, 'request-malformed', { 'x-registry-sequence': '200000, 200001' }],
    [
      'with a sequence beyond safe integers',
      400,
      'request-malformed',
      { 'x-registry-sequence': '9007199254740993' },
    ],
    ['without time', 400, 'request-malformed', { 'x-registry-time': undefined }],
    ['with a time of no zone', 400, 'request-malformed', { 'x-registry-time': '2026-11-25T12:00:00' }],
    [
      'with a time that does not exist',
      400,
      'request-malformed',
      { 'x-registry-time': '2026-13-41T12:00:00Z' },
    ],
    ['of another type', 400, 'request-malformed', { 'content-type': 'text/xml' }],
    [
      'with nine approvals',
      400,
      'request-malformed',
      { 'x-registry-approvals': Array(9).fill('a.b.c').join(',') },
    ],
    [
      'with an hour of its own',
      422,
      'clock-disagrees',
      { 'x-registry-time': new Date(Date.now() + 3_600_000).toISOString() },
    ],
    [
      'with a clock that is late',
      422,
      'clock-disagrees',
      { 'x-registry-time': new Date(Date.now() - 3_600_000).toISOString() },
    ],
  ])('%s is %i %s', async (_, status, code, headers) => {
    expect(await refused(() => driver.sign(listLines(1, 4), { call: { headers } }))).toEqual({ status, code })
  })

  test('of more bytes than allowed is too-large, announced or not', async () => {
    const unsigned = Buffer.alloc(20_001, 'a')
    expect(await refused(() => driver.sign([], { unsigned }))).toEqual({ status: 413, code: 'too-large' })
    const headers = { 'content-length': undefined, 'transfer-encoding': 'chunked' }
    expect(await refused(() => driver.sign([], { unsigned, call: { headers } }))).toEqual({
      status: 413,
      code: 'too-large',
    })
  })

  test('to anything but /sign and /state is answered 404 and signs nothing', async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/sign'],
      ['POST', '/state'],
      ['PUT', '/sign'],
      ['GET', '/state?x'],
    ] as const) {
      expect(await refused(() => callSigner(socket, { method, path }))).toEqual({
        status: 404,
        code: 'request-malformed',
      })
    }
  })

  test('that breaks off, or is no HTTP, does not hold up the next one', async () => {
    const half = connect(socket)
    half.on('error', () => undefined)
    half.write(
      'POST /sign HTTP/1.1\r\nhost: x\r\ncontent-type: application/xml\r\ncontent-length: 1000\r\nx-registry-sequence: 999999\r\n',
    )
    half.write(
      `x-registry-time: ${now().toISOString()}\r\nx-registry-trust-space: ${home.trustSpace}\r\n\r\n<Liste`,
    )
    const garbage = connect(socket)
    garbage.on('error', () => undefined)
    garbage.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x0d, 0x0a, 0x0d, 0x0a]))
    expect((await stateVia(socket)).status).toBe('ready')
    half.destroy()
    garbage.destroy()
    expect((await driver.sign(listLines(1, 4), { generatedAt: '2026-11-25T12:00:00Z' })).status).toBe(200)
    expect(signer.child.exitCode).toBeNull()
  })
})

test('the state tells head, certificate, budget, and who may approve', async () => {
  const { headers } = await driver.sign(listLines(1, 4), { generatedAt: '2026-11-25T13:00:00Z' })
  expect(await stateVia(socket)).toEqual({
    trustSpace: home.trustSpace,
    status: 'ready',
    head: {
      sequence: driver.base.sequence,
      contentDigest: driver.base.digest,
      signedAt: headers['x-signer-signed-at'],
      recordHash: headers['x-signer-record'],
    },
    certificate: {
      fingerprint: createHash('sha256').update(home.signerCertificate).digest('hex'),
      subject: expect.stringContaining('CN=Liste Blanche DRIM-M'),
      notBefore: expect.stringMatching(/Z$/),
      notAfter: expect.stringMatching(/Z$/),
    },
    guardRails: { windowHours: 24, threshold: 10, used: 0, left: 10, lines: 3 },
    // Two keys are one person's, and nobody's name is told.
    approvers: (['ada', 'adasOther', 'grace'] as const).map((name, at) => ({
      kid: home.keys[name].kid,
      person: [1, 1, 2][at],
      publicKey: home.keys[name].publicKey.replaceAll(/-----[^-]+-----|\n/g, ''),
    })),
    warnings: [],
  })
})

test('without an approval no line is added, edited, swapped, repeated or moved', async () => {
  const signed = listLines(1, 4)
  const [one, two, three, four] = signed as [
    (typeof signed)[0],
    (typeof signed)[0],
    (typeof signed)[0],
    (typeof signed)[0],
  ]
  const changes = {
    added: [...signed, listLine(5)],
    addedFirst: [listLine(5), ...signed],
    swapped: [one, two, three, listLine(5)],
    moved: [two, one, three, four],
    removedAndMoved: [three, two],
    number: [{ ...one, number: 77 }, two, three, four],
    viewer: [{ ...one, viewerHost: '' }, two, three, four],
    name: [{ ...one, denomination: 'AUTRE' }, two, three, four],
    dn: [{ ...one, certificateDn: one.certificateDn.replace('CENTRE 1', 'CENTRE 2') }, two, three, four],
    spellingOfDn: [{ ...one, certificateDn: one.certificateDn.replace('CN=', 'cn=') }, two, three, four],
    contact: [{ ...one, supportContact: 'autre@operateur.example' }, two, three, four],
    date: [{ ...one, addedAt: '2026-11-02T08:00:00Z' }, two, three, four],
    overlap: [
      one,
      { ...one, certificateDn: one.certificateDn.replace('CENTRE 1', 'CENTRE 9') },
      two,
      three,
      four,
    ],
  }
  for (const [name, entries] of Object.entries(changes)) {
    expect(await refused(() => driver.sign(entries)), name).toEqual({ status: 422, code: 'approval-missing' })
  }
  expect((await driver.sign(changes.contact, { by: ['ada'] })).status).toBe(200)
})
