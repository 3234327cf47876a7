import { FormatError, readWhitelist } from '@trust-space/whitelist/format'
import { describe, expect, it } from 'vitest'
import { listText, testContent } from '../support/list-content.ts'

const BYTES = 12 * 1024 * 1024
const base = listText(testContent(3))

/** The honest list with one thing repeated in it until the file has 12 MiB. */
function stuffed(what: string, at = '</ListeDomaines>', before = '', after = ''): Buffer {
  const content = before + what.repeat(Math.ceil(BYTES / Buffer.byteLength(what))) + after
  return Buffer.from(base.replace(at, () => content + at))
}

/** Sizes at which a reader that does one thing too much for each of many things takes minutes, or all the memory. */
const sizes: Readonly<Record<string, () => Buffer>> = {
  'white space': () => stuffed(' '),
  'line ends': () => stuffed('\r\n'),
  comments: () => stuffed('<!---->'),
  'processing instructions': () => stuffed('<?x?>'),
  'CDATA sections': () => stuffed('<![CDATA[x]]>'),
  'empty elements': () => stuffed('<x/>'),
  'empty entries': () => stuffed('<Domaine></Domaine>'),
  'small entries': () =>
    stuffed(
      '<Domaine><Identifiant>1</Identifiant><db>a.b</db><vi/><Denomination>x</Denomination><DNCertificatOperateur>CN=a.b,O=\\,y</DNCertificatOperateur><SupportContact/><DateMAJ>2025-01-01T00:00:00Z</DateMAJ></Domaine>',
    ),
  attributes: () => stuffed('<x a="1" b="2" c="3" d="4" e="5"/>'),
  'namespace declarations': () => stuffed('<x xmlns:a="u" xmlns:b="v"><a:b/></x>'),
  references: () => stuffed('&#65;'),
  'references in an entry': () => stuffed('&amp;', '</Denomination>'),
  'references in many elements': () => stuffed(`<x>${'&#65;'.repeat(10_000)}</x>`),
  'elements never closed': () => stuffed('<x>'),
  'one text': () => stuffed('x', '</ListeDomaines>', '<Domaine>', '</Domaine>'),
  'one attribute': () => stuffed('x', '</ListeDomaines>', '<Domaine a="', '"/>'),
  'one name': () => stuffed('x', '</ListeDomaines>', '<', '/>'),
  Signatures: () =>
    stuffed('<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>', '</ListeBlancheDRIM-M>'),
  'base64 in a Signature': () =>
    stuffed(
      'QUJD',
      '</ListeBlancheDRIM-M>',
      '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">',
      '</Signature>',
    ),
  backslashes: () => stuffed('\\,', '</DNCertificatOperateur>'),
  'blanks in a name': () => stuffed(' ', '</DNCertificatOperateur>'),
}

describe('a list stuffed with', () => {
  // Measured: 0.1 to 0.5 s each. Ten times that is a slow machine; what is quadratic takes minutes.
  it.each(Object.keys(sizes))('%s is judged within seconds, by a code', (name) => {
    const bytes = sizes[name]!()
    const begun = performance.now()
    try {
      readWhitelist(bytes)
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError)
      expect((error as FormatError).detail.length).toBeLessThan(1_000)
    }
    expect(performance.now() - begun).toBeLessThan(5_000)
  })
})
