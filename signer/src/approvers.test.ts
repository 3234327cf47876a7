import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { parseApprovers } from './approvers.ts'
import { StartFault } from './errors.ts'

const ec = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve })
const spki = (pair = ec()) => pair.publicKey.export({ type: 'spki', format: 'pem' })
const document = (...approvers: unknown[]) => JSON.stringify({ approvers })

test('approvers are read by kid', () => {
  const text = document(
    { kid: 'a', person: 'Ada', publicKey: spki() },
    { kid: 'b', person: 'Ada', publicKey: spki() },
  )
  const approvers = parseApprovers(text, 'F')
  expect([...approvers.values()].map(({ kid, person }) => [kid, person])).toEqual([
    ['a', 'Ada'],
    ['b', 'Ada'],
  ])
})

describe('a file that decides who approves is refused when', () => {
  const pair = ec()
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  test.each<[string, string]>([
    ['it is not JSON', '{'],
    ['it is another document', '[]'],
    ['it names nobody', document()],
    ['a person is missing', document({ kid: 'a', publicKey: spki() })],
    ['a person is blank', document({ kid: 'a', person: ' ', publicKey: spki() })],
    [
      'a kid stands twice',
      document({ kid: 'a', person: 'A', publicKey: spki() }, { kid: 'a', person: 'B', publicKey: spki() }),
    ],
    [
      'one key stands for two persons',
      document(
        { kid: 'a', person: 'A', publicKey: spki(pair) },
        { kid: 'b', person: 'B', publicKey: spki(pair) },
      ),
    ],
    ['a key is on another curve', document({ kid: 'a', person: 'A', publicKey: spki(ec('P-384')) })],
    [
      'a key is RSA',
      document({ kid: 'a', person: 'A', publicKey: rsa.publicKey.export({ type: 'spki', format: 'pem' }) }),
    ],
    [
      'it holds a private key',
      document({
        kid: 'a',
        person: 'A',
        publicKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      }),
    ],
    ['a key is not PEM', document({ kid: 'a', person: 'A', publicKey: 'MFkwEwYH' })],
  ])('%s', (_, text) => {
    expect(() => parseApprovers(text, 'F')).toThrow(StartFault)
    try {
      parseApprovers(text, 'F')
    } catch (error) {
      expect(error).toMatchObject({ code: 'approvers-invalid', exitCode: 3 })
    }
  })
})
