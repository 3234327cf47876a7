import 'reflect-metadata'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createHash,
  createPrivateKey,
  randomBytes,
  sign,
  type webcrypto,
  X509Certificate as NodeCertificate,
} from 'node:crypto'
import {
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
  type Extension,
  type X509Certificate,
} from '@peculiar/x509'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeCbor, type Cbor } from '../../demo/soft-authenticator/cbor.ts'
import { createSoftAuthenticator } from '../../demo/soft-authenticator/soft-authenticator.ts'
import { verifyRegistration } from '../../registry-api/src/step-ups/webauthn.ts'

const RELYING_PARTY = { id: 'localhost', origin: 'http://localhost:3000' }
const DAY_MS = 86_400_000
// The library judges the leaf by the system's own clock.
const NOW = new Date()
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

interface Issued {
  readonly certificate: X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
}

let crls: Server
let asked = 0
let root: Issued
let intermediate: Issued

beforeAll(async () => {
  crls = createServer((_, response) => {
    asked += 1
    response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => crls.once('listening', resolve))
  root = await issue('CN=Maker Root')
  intermediate = await issue('CN=Maker Issuing', { by: root })
})
afterAll(() => new Promise((resolve) => crls.close(resolve)))

async function issue(
  subject: string,
  options: { readonly by?: Issued; readonly isCa?: boolean; readonly notAfter?: Date } = {},
): Promise<Issued> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const isCa = options.isCa ?? true
  const extensions: Extension[] = [
    new BasicConstraintsExtension(isCa, undefined, true),
    new KeyUsagesExtension(isCa ? KeyUsageFlags.keyCertSign : KeyUsageFlags.digitalSignature, true),
    // Whoever dials what a certificate names can be sent anywhere (decisions 37).
    new CRLDistributionPointsExtension([`http://127.0.0.1:${(crls.address() as AddressInfo).port}/a.crl`]),
  ]
  const certificate = await X509CertificateGenerator.create({
    serialNumber: randomBytes(8).toString('hex'),
    subject,
    issuer: options.by?.certificate.subject ?? subject,
    notBefore: new Date(NOW.getTime() - DAY_MS),
    notAfter: options.notAfter ?? new Date(NOW.getTime() + 365 * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: options.by?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions,
  })
  return { certificate, keys }
}

const leaf = (by: Issued, options: { readonly notAfter?: Date } = {}) =>
  issue('C=FR, O=Maker, OU=Authenticator Attestation, CN=Maker Key 5', { by, isCa: false, ...options })

/** A registration whose attestation statement is written by `statement`; none: the key's own, `none`. */
async function registration(
  statement?: (signed: Buffer) => Promise<{ fmt: string; attStmt: ReadonlyMap<string, Cbor> }>,
) {
  const challenge = randomBytes(32).toString('base64url')
  const response = await createSoftAuthenticator().register(
    {
      rp: { id: 'localhost', name: 'Registry' },
      user: { id: 'AAAA', name: 'astrid', displayName: '' },
      challenge,
      pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
    },
    RELYING_PARTY.origin,
  )
  if (statement === undefined) return { response, challenge }
  const authData = Buffer.from(response.response.authenticatorData!, 'base64url')
  const client = createHash('sha256')
    .update(Buffer.from(response.response.clientDataJSON, 'base64url'))
    .digest()
  const { fmt, attStmt } = await statement(Buffer.concat([authData, client]))
  const attestationObject = encodeCbor(
    new Map<string, Cbor>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', authData],
    ]),
  )
  return {
    response: {
      ...response,
      response: {
        ...response.response,
        attestationObject: Buffer.from(attestationObject).toString('base64url'),
      },
    },
    challenge,
  }
}

async function packed(by: Issued, chain: readonly Issued[], signer: Issued = by) {
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', signer.keys.privateKey))
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  return registration(async (signed) => ({
    fmt: 'packed',
    attStmt: new Map<string, Cbor>([
      ['alg', -7],
      ['sig', sign('sha256', signed, key)],
      ['x5c', chain.map(({ certificate }) => new Uint8Array(certificate.rawData))],
    ]),
  }))
}

const rootsOf = (...issued: Issued[]) =>
  issued.map(({ certificate }) => new NodeCertificate(certificate.toString('pem')))

const isHardware = async (made: Awaited<ReturnType<typeof registration>>, roots = rootsOf(root), at = NOW) =>
  (await verifyRegistration(RELYING_PARTY, { ...made, roots, at })).isHardware

describe('the make of a security key', () => {
  it('is vouched for by a configured root, directly or through what it issued', async () => {
    const direct = await leaf(root)
    expect(await isHardware(await packed(direct, [direct]))).toBe(true)
    const through = await leaf(intermediate)
    expect(await isHardware(await packed(through, [through, intermediate]))).toBe(true)
    expect(await isHardware(await packed(through, [through, intermediate, root]))).toBe(true)
  })

  it('is unknown without roots, from another root, with a link missing or out of order', async () => {
    const key = await leaf(intermediate)
    const impostor = await issue('CN=Maker Root')
    const made = () => packed(key, [key, intermediate])
    expect(await isHardware(await made(), [])).toBe(false)
    expect(await isHardware(await made(), rootsOf(impostor))).toBe(false)
    expect(await isHardware(await packed(key, [key]))).toBe(false)
    expect(await isHardware(await packed(key, [key, root, intermediate]))).toBe(false)
    const forged = await leaf(impostor)
    expect(await isHardware(await packed(forged, [forged]))).toBe(false)
  })

  it('is not passed on by a key: an end certificate issues nothing', async () => {
    const first = await leaf(root)
    const second = await issue('C=FR, O=Evil, OU=Authenticator Attestation, CN=Evil Key', {
      by: first,
      isCa: false,
    })
    expect(await isHardware(await packed(second, [second, first]))).toBe(false)
  })

  it('is unknown once a link is no longer in force', async () => {
    const key = await leaf(root)
    const made = await packed(key, [key])
    expect(await isHardware(made, rootsOf(root), new Date(NOW.getTime() + 400 * DAY_MS))).toBe(false)
    const old = await issue('CN=Old Issuing', { by: root, notAfter: new Date(NOW.getTime() + DAY_MS) })
    const ofOld = await leaf(old)
    const later = new Date(NOW.getTime() + 2 * DAY_MS)
    expect(await isHardware(await packed(ofOld, [ofOld, old]), rootsOf(root), later)).toBe(false)
  })

  it('is unknown where the key says nothing, or speaks for itself', async () => {
    expect(await isHardware(await registration())).toBe(false)
  })

  it('is refused where the statement was signed by another key', async () => {
    const [key, other] = [await leaf(root), await leaf(root)]
    await expect(isHardware(await packed(key, [key], other))).rejects.toMatchObject({ fault: 'signature' })
  })

  it.each(['android-safetynet', 'android-key', 'apple', 'tpm', 'fido-u2f', 'new'])(
    'in the format %s is refused unread',
    async (fmt) => {
      const made = await registration(async () => ({ fmt, attStmt: new Map<string, Cbor>([['ver', '1']]) }))
      await expect(isHardware(made)).rejects.toMatchObject({ fault: 'format' })
    },
  )

  it('never makes us dial what a certificate names', async () => {
    const key = await leaf(intermediate)
    await isHardware(await packed(key, [key, intermediate]))
    expect(asked).toBe(0)
  })
})
