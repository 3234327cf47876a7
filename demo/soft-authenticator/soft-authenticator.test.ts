import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSoftAuthenticator, SOFT_AAGUID, type SoftAuthenticator } from './soft-authenticator.ts'

const ORIGIN = 'http://localhost:3000'
const RP = 'localhost'

let directory: string
let file: string
let key: SoftAuthenticator

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drim-soft-'))
  file = join(directory, 'keys.json')
  key = createSoftAuthenticator({ file })
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const creation = (userName = 'denise') =>
  generateRegistrationOptions({ rpName: 'Registry', rpID: RP, userName, supportedAlgorithmIDs: [-7] })

async function enrolled() {
  const options = await creation()
  const result = await verifyRegistrationResponse({
    response: await key.register(options, ORIGIN),
    expectedChallenge: options.challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP,
  })
  if (!result.verified) throw new Error('not verified')
  return result.registrationInfo
}

const challenge = () => generateAuthenticationOptions({ rpID: RP, userVerification: 'required' })

describe('the soft authenticator', () => {
  it('registers and asserts so that the library of the registry agrees', async () => {
    const { credential, aaguid, userVerified, fmt } = await enrolled()
    expect([aaguid, userVerified, fmt]).toEqual([SOFT_AAGUID, true, 'none'])
    let { counter } = credential
    for (const expected of [1, 2]) {
      const options = await challenge()
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: await key.assert(options, ORIGIN),
        expectedChallenge: options.challenge,
        expectedOrigin: ORIGIN,
        expectedRPID: RP,
        credential: { ...credential, counter },
      })
      counter = authenticationInfo.newCounter
      expect([verified, counter]).toEqual([true, expected])
    }
  })

  it('keeps its keys over a restart, in a file of its owner alone', async () => {
    const { credential } = await enrolled()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toContain('DEMONSTRATION')
    const again = createSoftAuthenticator({ file })
    expect(again.keys().map(({ credentialId }) => credentialId)).toEqual([credential.id])
    expect((await again.assert(await challenge(), ORIGIN)).id).toBe(credential.id)
  })

  it('tells nothing secret when asked for its keys', async () => {
    await enrolled()
    expect(JSON.stringify(key.keys())).not.toContain('PRIVATE')
  })

  it('signs for no page but one under the relying party', async () => {
    await enrolled()
    const options = await challenge()
    for (const origin of ['https://evil.example', 'http://notlocalhost', 'http://localhost.evil.example'])
      await expect(key.assert(options, origin)).rejects.toMatchObject({ name: 'SecurityError' })
    await expect(key.register(await creation(), 'https://evil.example')).rejects.toMatchObject({
      name: 'SecurityError',
    })
  })

  it('uses only what is asked for, and never makes a second key on a device where the first is excluded', async () => {
    const { credential } = await enrolled()
    const stranger = createHash('sha256').update('stranger').digest('base64url')
    const options = {
      ...(await challenge()),
      allowCredentials: [{ id: stranger, type: 'public-key' as const }],
    }
    await expect(key.assert(options, ORIGIN)).rejects.toMatchObject({ name: 'NotAllowedError' })
    const again = {
      ...(await creation()),
      excludeCredentials: [{ id: credential.id, type: 'public-key' as const }],
    }
    const one = createSoftAuthenticator({ file, isOneDevice: true })
    await expect(one.register(again, ORIGIN)).rejects.toMatchObject({ name: 'InvalidStateError' })
    // The demo's has a drawer full of devices.
    await expect(key.register(again, ORIGIN)).resolves.toMatchObject({ type: 'public-key' })
  })

  it('can be made to leave the person unverified, which the registry must refuse', async () => {
    const { credential } = await enrolled()
    const options = await challenge()
    await expect(
      verifyAuthenticationResponse({
        response: await key.assert(options, ORIGIN, { userVerified: false }),
        expectedChallenge: options.challenge,
        expectedOrigin: ORIGIN,
        expectedRPID: RP,
        credential,
      }),
    ).rejects.toThrow('User verification required')
  })
})
