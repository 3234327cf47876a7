import { describe, expect, it } from 'vitest'
import { assertAcceptable, missingFirstRoles } from './invitation.rules.ts'

const code = (expected: string): unknown => expect.objectContaining({ code: expected })
const at = new Date('2026-11-25T08:00:00.000Z')

describe('an invitation', () => {
  it('is accepted once and in time', () => {
    const invitation = { acceptedAt: null, expiresAt: new Date(at.getTime() + 1) }
    expect(() => assertAcceptable(invitation, at)).not.toThrow()
    expect(() => assertAcceptable(undefined, at)).toThrow(code('invitation-unknown'))
    expect(() => assertAcceptable({ ...invitation, acceptedAt: at }, at)).toThrow(code('invitation-used'))
    expect(() => assertAcceptable({ ...invitation, expiresAt: at }, at)).toThrow(code('invitation-expired'))
  })
})

describe('the first people of the agency', () => {
  it.each([
    [[], ['AA', 'AA', 'AD']],
    [[['AA']], ['AA', 'AD']],
    [
      [
        ['AA', 'AR'],
        ['AD', 'AI'],
      ],
      ['AA'],
    ],
    [[['AA'], ['AA'], ['AA']], ['AD']],
    [
      [['AI'], ['AP']],
      ['AA', 'AA', 'AD'],
    ],
  ])('%j lack %j', (present, missing) => {
    expect(missingFirstRoles(present)).toEqual(missing)
  })

  it('are never more than three by bootstrap', () => {
    expect(() => missingFirstRoles([['AA'], ['AA'], ['AD']])).toThrow(code('bootstrap-complete'))
  })
})
