import { beforeAll, describe, expect, it } from 'vitest'
import { listText, testContent, testEntry } from '../support/list-content.ts'
import { profiles } from '../support/recipe.ts'
import { signingSpace, signList, signListByProduct, type SigningSpace } from '../support/sign-list.ts'
import { hasXmlsec1, xmlsec1Verify } from '../support/xmlsec1.ts'

const at = new Date('2026-11-25T10:00:00Z')
const oracle = await hasXmlsec1()
let space: SigningSpace
let stranger: SigningSpace
beforeAll(async () => {
  space = await signingSpace()
  stranger = await signingSpace()
})
const ask = (list: Uint8Array, { authority } = space) =>
  xmlsec1Verify(list, { root: authority.root, intermediates: [authority.issuers.lists.certificate], at })

describe.skipIf(!oracle)('lists signed for tests, asked of xmlsec1', () => {
  for (const profile of profiles) {
    it.each([0, 1, 3, 1_000])(`profile ${profile} with %i entries is accepted`, async (count) => {
      const { accepts, output } = await ask(signList(space, profile, { content: testContent(count) }))
      expect(accepts, output).toBe(true)
    })

    it(`profile ${profile} with CRLF and short empty elements on disk is accepted`, async () => {
      const canonicalDocument = listText(testContent(6))
      const writtenDocument = canonicalDocument.replaceAll('<vi></vi>', '<vi/>').replaceAll('\n', '\r\n')
      expect(writtenDocument).toContain('<vi/>')
      const { accepts, output } = await ask(signList(space, profile, { canonicalDocument, writtenDocument }))
      expect(accepts, output).toBe(true)
    })

    it(`profile ${profile} is refused once a letter of an entry or of SignedProperties differs, or the root is another`, async () => {
      const list = signList(space, profile).toString()
      for (const [from, to] of [
        [testEntry(2).wadoHost, testEntry(2).wadoHost.replace('db2', 'db8')],
        ['T09:00:00Z</xades:SigningTime>', 'T09:00:01Z</xades:SigningTime>'],
      ] as const) {
        const changed = list.replace(from, to)
        expect(changed).not.toBe(list)
        expect((await ask(Buffer.from(changed))).accepts).toBe(false)
      }
      expect((await ask(Buffer.from(list), stranger)).accepts).toBe(false)
    })
  }

  it('profile B as the product signs it is accepted', async () => {
    const list = signListByProduct(space, testContent(25), new Date('2026-11-20T09:00:00Z'))
    const { accepts, output } = await ask(list)
    expect(accepts, output).toBe(true)
  })
})

describe('the content of test lists', () => {
  it('is the same each time and as heavy as real entries', () => {
    expect(listText(testContent(200))).toBe(listText(testContent(200)))
    const bytes = Buffer.byteLength(listText(testContent(1_000))) / 1_000
    expect(bytes).toBeGreaterThan(480)
    expect(bytes).toBeLessThan(620)
  })
})
