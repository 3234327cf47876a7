import { describe, expect, it } from 'vitest'
import { assertAcrAccepted, assertUsable, readIdentity } from './sign-in.rules.ts'

const code = (expected: string): unknown => expect.objectContaining({ code: expected })
const at = new Date('2026-11-25T08:00:00.000Z')
const attempt = { state: 'S', expiresAt: new Date(at.getTime() + 1), usedAt: null }

describe('an attempt', () => {
  it('is used by the browser that set out, once, and before its end', () => {
    expect(() => assertUsable(attempt, 'S', at)).not.toThrow()
    expect(() => assertUsable(undefined, 'S', at)).toThrow(code('sign-in-state-unknown'))
    expect(() => assertUsable(attempt, 'T', at)).toThrow(code('sign-in-state-unknown'))
    expect(() => assertUsable(attempt, undefined, at)).toThrow(code('sign-in-state-unknown'))
    expect(() => assertUsable({ ...attempt, usedAt: at }, 'S', at)).toThrow(code('sign-in-already-used'))
    expect(() => assertUsable({ ...attempt, expiresAt: at }, 'S', at)).toThrow(code('sign-in-expired'))
  })

  it('tells nothing of itself to who does not know its state', () => {
    expect(() => assertUsable({ ...attempt, usedAt: at }, 'T', at)).toThrow(code('sign-in-state-unknown'))
  })
})

const profile = { acceptedAcr: [], acceptedIdp: [], idpClaim: 'idp_id', siretClaim: 'siret' }
const claims = { iss: 'https://provider.example', sub: 'alice' }

describe('the identity', () => {
  it('is issuer and subject; the rest may be missing', () => {
    expect(readIdentity(profile, claims)).toEqual({
      issuer: 'https://provider.example',
      subject: 'alice',
      name: null,
      mail: null,
      idp: null,
      siret: null,
    })
  })

  it('is called by its name, or by its parts', () => {
    expect(readIdentity(profile, { ...claims, name: 'Alice A.', given_name: 'B' }).name).toBe('Alice A.')
    expect(readIdentity(profile, { ...claims, given_name: 'Alice', usual_name: 'Dupont' }).name).toBe(
      'Alice Dupont',
    )
    expect(readIdentity(profile, { ...claims, family_name: 'Dupont' }).name).toBe('Dupont')
  })

  it('never carries what a reader cannot see', () => {
    const name = 'A\u202eli\u200bce\u0000\nDu\u0065\u0301pont '
    expect(readIdentity(profile, { ...claims, name }).name).toBe('AliceDuépont')
    expect(readIdentity(profile, { ...claims, name: '\u200b' }).name).toBeNull()
    expect(readIdentity(profile, { ...claims, name: 'x'.repeat(1_000_000) }).name).toHaveLength(120)
    expect(readIdentity(profile, { ...claims, email: 'a@b.example\r\nBcc: x@y.example' }).mail).toBeNull()
    expect(readIdentity(profile, { ...claims, email: ['a@b.example'] }).mail).toBeNull()
  })

  it('has an employer only where the profile says which claim that is', () => {
    const siret = '12345678200017'
    expect(readIdentity(profile, { ...claims, siret }).siret).toBe(siret)
    expect(readIdentity({ ...profile, siretClaim: undefined }, { ...claims, siret }).siret).toBeNull()
    expect(readIdentity(profile, { ...claims, siret: 'abc' }).siret).toBeNull()
  })

  it.each([{ iss: 'x' }, { sub: 'x' }, { iss: 'x', sub: '' }, { iss: 'x', sub: 7 }, { iss: 'x', sub: 'é' }])(
    'of %j is refused',
    (wrong) => {
      expect(() => readIdentity(profile, wrong)).toThrow(code('sign-in-token-invalid'))
    },
  )

  it('comes from a provider and a level that are let in', () => {
    const closed = { ...profile, acceptedIdp: ['ministry'], acceptedAcr: ['eidas2'] }
    expect(() => readIdentity(closed, claims)).toThrow(code('sign-in-idp'))
    expect(readIdentity(closed, { ...claims, idp_id: 'ministry' }).idp).toBe('ministry')
    expect(() => assertAcrAccepted(closed, claims)).toThrow(code('sign-in-acr'))
    expect(() => assertAcrAccepted(closed, { acr: 'eidas1' })).toThrow(code('sign-in-acr'))
    expect(() => assertAcrAccepted(closed, { acr: ['eidas2'] })).toThrow(code('sign-in-acr'))
    expect(() => assertAcrAccepted(closed, { acr: 'eidas2' })).not.toThrow()
    expect(() => assertAcrAccepted(profile, {})).not.toThrow()
  })
})
