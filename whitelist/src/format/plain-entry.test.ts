import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalElement } from './canonical.ts'
import { CanonicalDigest } from './canonical-digest.ts'
import { textsOf } from './entry.ts'
import { NAMESPACE } from './format-v1.ts'
import { PlainEntryReader } from './plain-entry.ts'
import { sha256Hex } from './sha256.ts'
import { EMPTY_SCOPE, readElement, XmlReader } from './xml.ts'

const SCOPE = new Map([...EMPTY_SCOPE, ['', NAMESPACE]])
const ENTRY =
  '<Domaine>\n <Identifiant>3</Identifiant>\t<db>db3.fr</db><vi/>\n<Denomination>A &amp; B</Denomination><DNCertificatOperateur>CN=é</DNCertificatOperateur><SupportContact></SupportContact><DateMAJ>2025-07-22T11:27:12Z</DateMAJ>\n</Domaine>'

/** What the short path makes of an entry: its texts and the digest of its canonical form; undefined where it declines. */
const short = (text: string): [readonly string[], string] | undefined => {
  const source = Buffer.from(text)
  const digest = new CanonicalDigest(source)
  const reader = new PlainEntryReader(source, digest)
  const end = reader.read(0)
  return end < 0 ? undefined : [[...reader.texts], digest.finish(end)]
}
const general = (text: string): [ReturnType<typeof textsOf>, string] => {
  const element = readElement(new XmlReader(Buffer.from(text)), SCOPE, 10_000)
  return [textsOf(element), sha256Hex(Buffer.from(canonicalElement(element, SCOPE)))]
}

it('takes the usual way of writing', () => {
  expect(short(ENTRY)).toEqual([
    ['3', 'db3.fr', '', 'A & B', 'CN=é', '', '2025-07-22T11:27:12Z'],
    expect.any(String),
  ])
})

it('sees whatever it takes as the general path does, texts and digest', () => {
  const pieces = [
    '',
    ' ',
    '\n',
    '<',
    '>',
    '/',
    '&',
    '&amp;',
    '&lt;',
    '&gt;',
    '&#xD;',
    '&#13;',
    '&quot;',
    ']]>',
    'vi',
    '<vi/>',
    '<vi>',
    '</vi>',
    'é',
    '"',
    ' a="b"',
    '<b/>',
  ]
  let taken = 0
  fc.assert(
    fc.property(fc.nat(ENTRY.length), fc.nat(12), fc.constantFrom(...pieces), (at, cut, piece) => {
      const text = ENTRY.slice(0, at) + piece + ENTRY.slice(at + cut)
      const seen = short(text)
      if (!seen) return
      taken += 1
      expect(seen).toEqual(general(text))
    }),
    { numRuns: 20_000 },
  )
  expect(taken).toBeGreaterThan(1000)
})
