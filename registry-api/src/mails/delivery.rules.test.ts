import { describe, expect, it } from 'vitest'
import { isMailbox, pauseAfter, verdictOf } from './delivery.rules.ts'

describe('an attempt', () => {
  it.each([
    [550, 'RCPT TO'],
    [553, 'RCPT TO'],
    [552, 'DATA'],
    [554, 'DATA'],
  ])('is given up when the recipient’s side says %i to %s', (responseCode, command) => {
    expect(verdictOf({ code: 'EENVELOPE', responseCode, command })).toEqual({
      is: 'refused',
      code: `smtp-${responseCode}`,
    })
  })

  it.each([
    [450, 'RCPT TO', false],
    [451, 'DATA', false],
    [421, 'RCPT TO', true],
    [421, 'CONN', true],
    [530, 'MAIL FROM', true],
    [535, 'AUTH PLAIN', true],
    [554, 'CONN', true],
  ])('is made again after %i to %s', (responseCode, command, isServerAway) => {
    expect(verdictOf({ code: 'EENVELOPE', responseCode, command })).toEqual({
      is: 'again',
      code: `smtp-${responseCode}`,
      isServerAway,
    })
  })

  it.each([
    ['ETIMEDOUT', 'timeout'],
    ['EABORT', 'timeout'],
    ['ESOCKET', 'unreachable'],
    ['ETLS', 'tls'],
    [undefined, 'connection-lost'],
  ])('is made again after %s, which has no answer of a server in it', (code, name) => {
    expect(verdictOf({ code, responseCode: undefined, command: undefined })).toEqual({
      is: 'again',
      code: name,
      isServerAway: true,
    })
  })

  it('is made again where the server has no TLS, whatever it answered', () => {
    expect(verdictOf({ code: 'ETLS', responseCode: 502, command: 'STARTTLS' })).toEqual({
      is: 'again',
      code: 'tls',
      isServerAway: true,
    })
  })
})

describe('the pause after an attempt', () => {
  const plan = { attemptsMax: 80, firstMs: 1_000, longestMs: 60_000 }

  it('doubles up to the longest, and is never the same for everybody', () => {
    expect([1, 2, 3, 6, 7, 80, 1_000].map((attempt) => pauseAfter(attempt, plan, 0.5))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000,
    ])
    expect(pauseAfter(1, plan, 0)).toBe(750)
    expect(pauseAfter(1, plan, 1)).toBe(1_250)
  })
})

describe('a mailbox', () => {
  it.each(['olga@demo.example', 'o.l-g+a@x', 'élise@hôpital.example', `${'a'.repeat(64)}@x.example`])(
    'may be %s',
    (address) => {
      expect(isMailbox(address)).toBe(true)
    },
  )

  it.each([
    '',
    'olga',
    'a@b@c',
    'a b@c',
    'a@b,c@d',
    'a@b>',
    '<a@b>',
    'a@b\r\nRCPT TO:<x@y>',
    '"a"@b',
    'a@b;c',
    'a\u202E@b',
    'a\u0000@b',
    `a@${'b'.repeat(300)}`,
  ])('is never %j', (address) => {
    expect(isMailbox(address)).toBe(false)
  })
})
