import { verificationCodes } from '@trust-space/whitelist'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasXmlsec1, xmlsec1Verify } from '../support/xmlsec1.ts'
import { buildHostileLists, DEFAULT_CIRCUMSTANCES, hostileCases, type HostileList } from './cases.ts'
import { buildHonestLists } from './honest.ts'
import { makeKit, type Kit } from './kit.ts'
import { inProcessVerifier } from './verify-in-process.ts'

const oracle = await hasXmlsec1()
let kit: Kit
let lists: readonly HostileList[]
let verify: ReturnType<typeof inProcessVerifier>
beforeAll(async () => {
  kit = await makeKit()
  lists = [...buildHostileLists(kit)]
  verify = inProcessVerifier(kit)
})

describe('the hostile lists', () => {
  it.each(hostileCases.map((one) => [one.name, one.code, one] as const))(
    '%s is refused with %s',
    async (_, code, one) => {
      const ours = lists.filter((list) => list.case === one)
      expect(ours).not.toHaveLength(0)
      for (const { id, bytes, circumstances } of ours) {
        const { verdict, code: seen, detail } = await verify(bytes, circumstances)
        expect({ id, verdict, code: seen }, detail).toEqual({ id, verdict: 'refused', code })
      }
    },
  )

  it('cover every code that there is', () => {
    expect([...new Set(hostileCases.map(({ code }) => code))].sort()).toEqual([...verificationCodes].sort())
  })

  it('bear distinct names and say why they are dangerous', () => {
    expect(new Set(hostileCases.map(({ name }) => name)).size).toBe(hostileCases.length)
    for (const { name, danger } of hostileCases) {
      expect(name).toMatch(/^[a-z0-9.]+(-[a-z0-9.]+)*$/)
      expect(danger, name).toMatch(/^.{15,}[.?]$/s)
    }
  })

  it('are refused quickly: none costs a verifier more than two seconds', async () => {
    for (const { id, bytes, circumstances } of lists) {
      const begun = performance.now()
      await verify(bytes, circumstances)
      expect(performance.now() - begun, id).toBeLessThan(2_000)
    }
  })
})

describe('the honest lists beside them', () => {
  it('are accepted, so that refusing everything is no answer', async () => {
    for (const { id, bytes } of buildHonestLists(kit)) {
      const { verdict, code, detail } = await verify(bytes, DEFAULT_CIRCUMSTANCES)
      expect({ id, verdict, code }, detail).toEqual({ id, verdict: 'accepted', code: undefined })
    }
  })
})

describe.skipIf(!oracle)('xmlsec1, which checks cryptography alone', () => {
  const ask = async ({ bytes, circumstances }: HostileList) =>
    (
      await xmlsec1Verify(bytes, {
        root: kit.authority.root,
        intermediates: [kit.authority.issuers.lists.certificate],
        at: circumstances.at,
      })
    ).accepts

  it(
    'accepts and refuses what each case says, so that it is our check and no accident that refuses',
    { timeout: 120_000 },
    async () => {
      // Both profiles are asked in the acceptance; here one, which halves half a minute.
      for (const list of lists.filter(({ profile }) => profile === 'B')) {
        const said = list.case.xmlsec1
        if (said !== undefined) expect([list.id, await ask(list)]).toEqual([list.id, said === 'accepts'])
      }
    },
  )

  it('accepts every honest list', async () => {
    for (const { id, bytes } of buildHonestLists(kit)) {
      const answer = await xmlsec1Verify(bytes, {
        root: kit.authority.root,
        intermediates: [kit.authority.issuers.lists.certificate],
        at: DEFAULT_CIRCUMSTANCES.at,
      })
      expect(answer.accepts, `${id} ${answer.output}`).toBe(true)
    }
  })
})
