import { listText, testEntry } from '../support/list-content.ts'
import type { HostileCase } from './case.ts'
import { honestContent, replaced, sign, signChanged, signWritten, tamper } from './kit.ts'

const host = testEntry(2).wadoHost
const doctype = (subset: string) => `<!DOCTYPE ListeBlancheDRIM-M [${subset}]>`
const inFront = (list: Buffer, what: string) =>
  tamper(list, '<ListeBlancheDRIM-M', `${what}<ListeBlancheDRIM-M`)

/** XML that means something else to other parsers: what is not well-formed, and what is but is refused. */
export const constructCases: readonly HostileCase[] = [
  {
    name: 'tags-crossed',
    code: 'not-well-formed',
    danger: 'Readers that search for tags see an entry where a parser sees none.',
    build: (kit, profile) => tamper(sign(kit, profile), '</db>', '</vi>'),
  },
  {
    name: 'second-root',
    code: 'not-well-formed',
    danger: 'A whole second list after the signed one is read by who looks for the last root.',
    build: (kit, profile) => Buffer.concat([sign(kit, profile), Buffer.from(listText(honestContent))]),
  },
  {
    name: 'text-after-the-end',
    code: 'not-well-formed',
    danger: 'What follows the root is covered by no signature.',
    build: (kit, profile) =>
      Buffer.concat([sign(kit, profile), Buffer.from('db666.test.mesimagesmedicales.fr')]),
  },
  {
    name: 'attribute-twice',
    code: 'not-well-formed',
    danger: 'One parser takes the first value, the next the last.',
    build: (kit, profile) =>
      tamper(sign(kit, profile), 'versionFormat="1.0.0"', 'versionFormat="1.0.0" versionFormat="2.0.0"'),
  },
  {
    name: 'prefix-undeclared',
    code: 'not-well-formed',
    danger: 'Without a namespace the name is free: a lenient reader takes x:Domaine for Domaine.',
    build: (kit, profile) => tamper(sign(kit, profile), '<ListeDomaines>', '<ListeDomaines><x:Domaine/>'),
  },
  {
    name: 'unknown-entity',
    code: 'not-well-formed',
    danger: '&eacute; means é only where a DTD says so; elsewhere it vanishes.',
    build: (kit, profile) => signWritten(kit, profile, 'é', '&eacute;'),
  },
  {
    name: 'bare-ampersand',
    code: 'not-well-formed',
    danger: 'Readers that mend what is broken each mend it their own way.',
    build: (kit, profile) => signWritten(kit, profile, '&amp;', '&'),
  },
  {
    name: 'cdata-end-in-text',
    code: 'not-well-formed',
    danger: ']]> in text closes a section for a reader that believes to be in one.',
    build: (kit, profile) => tamper(sign(kit, profile), '<SupportContact>', '<SupportContact>]]>'),
  },
  {
    name: 'doctype',
    code: 'forbidden-construct',
    danger: 'A DOCTYPE can change all that follows; nothing in a list needs one.',
    xmlsec1: 'accepts',
    build: (kit, profile) => inFront(sign(kit, profile), '<!DOCTYPE ListeBlancheDRIM-M>'),
  },
  {
    name: 'entity-bomb',
    code: 'forbidden-construct',
    danger: 'Nine lines of entities expand to gigabytes.',
    build(kit, profile) {
      const lines = Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`)
      const bomb = inFront(sign(kit, profile), doctype(`<!ENTITY a0 "lol">${lines.join('')}`))
      return tamper(bomb, '<SupportContact>', '<SupportContact>&a9;')
    },
  },
  {
    name: 'external-entity',
    code: 'forbidden-construct',
    danger:
      'The parser reads a local file, or dials an address of the attacker’s choice, and puts it into the list.',
    build: (kit, profile) =>
      tamper(
        inFront(sign(kit, profile), doctype('<!ENTITY x SYSTEM "file:///etc/passwd">')),
        '<SupportContact>',
        '<SupportContact>&x;',
      ),
  },
  {
    name: 'external-dtd',
    code: 'forbidden-construct',
    xmlsec1: 'accepts',
    danger: 'The DTD is fetched from outside: the meaning of the list is then decided there.',
    build: (kit, profile) =>
      inFront(sign(kit, profile), '<!DOCTYPE ListeBlancheDRIM-M SYSTEM "http://127.0.0.1:9/evil.dtd">'),
  },
  {
    name: 'entity-of-own',
    code: 'forbidden-construct',
    danger:
      'The signature covers the expanded text, so the file shows another host than the one that is used.',
    build: (kit, profile) =>
      sign(kit, profile, {
        writtenDocument: replaced(
          replaced(listText(honestContent), `>${host}<`, '>&h;<'),
          /^/,
          doctype(`<!ENTITY h "${host}">`),
        ),
      }),
  },
  {
    name: 'attribute-defaulted-by-dtd',
    code: 'forbidden-construct',
    xmlsec1: 'accepts',
    danger: 'An ATTLIST gives attributes to elements that bear none in the file.',
    build: (kit, profile) => inFront(sign(kit, profile), doctype('<!ATTLIST Domaine etat CDATA "suspendu">')),
  },
  {
    name: 'comment-in-host',
    code: 'forbidden-construct',
    danger:
      'Canonical XML drops the comment, so the signature holds; a reader that takes the first text node sees a shorter host.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signWritten(kit, profile, `<db>${host}`, `<db>${host.slice(0, 8)}<!-- -->${host.slice(8)}`),
  },
  {
    name: 'comment-between-entries',
    code: 'forbidden-construct',
    danger: 'Whole entries can be commented out, or in, without the signature noticing.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signWritten(
        kit,
        profile,
        '<ListeDomaines>',
        '<ListeDomaines><!-- <Domaine><db>db666.test.mesimagesmedicales.fr</db></Domaine> -->',
      ),
  },
  {
    name: 'comment-in-the-signature',
    code: 'forbidden-construct',
    danger: 'Splits the digest or the signing time into two texts without any digest noticing.',
    xmlsec1: 'accepts',
    build: (kit, profile) => tamper(sign(kit, profile), 'SigningTime>2026-', 'SigningTime>2026<!-- -->-'),
  },
  {
    name: 'comment-after-the-root',
    code: 'forbidden-construct',
    danger: 'Text that no signature covers, carried by the signed file.',
    xmlsec1: 'accepts',
    build: (kit, profile) => Buffer.concat([sign(kit, profile), Buffer.from('<!-- db666 -->')]),
  },
  {
    name: 'cdata-in-name',
    code: 'forbidden-construct',
    danger: 'CDATA splits a text into two nodes, of which many readers take the first.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signWritten(kit, profile, `<db>${host}`, `<db>${host.slice(0, 3)}<![CDATA[${host.slice(3)}]]>`),
  },
  {
    name: 'processing-instruction',
    code: 'forbidden-construct',
    danger:
      'A signed instruction is an order to whoever obeys it; a style sheet shows another list in the browser.',
    xmlsec1: 'accepts',
    build(kit, profile) {
      const text = listText(honestContent)
      const changed = replaced(text, '<ListeDomaines>', '<ListeDomaines><?php system("id"); ?>')
      return sign(kit, profile, { canonicalDocument: changed })
    },
  },
  {
    name: 'xml-1.1',
    code: 'forbidden-construct',
    xmlsec1: 'accepts',
    danger: 'XML 1.1 has other line ends and allows control characters: other bytes are the same text.',
    build: (kit, profile) => sign(kit, profile, { declaration: '<?xml version="1.1" encoding="UTF-8"?>' }),
  },
  {
    name: 'web-page',
    code: 'unknown-root',
    danger: 'The page of a captive portal is well-formed XML too.',
    build: () =>
      Buffer.from('<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Connexion requise</p></body></html>'),
  },
  {
    name: 'list-of-mssante',
    code: 'unknown-root',
    danger: 'Another trust space of the same agency, signed under the same authority.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      sign(kit, profile, {
        canonicalDocument:
          '<ListeBlancheMSSante xmlns="https://listeblanche.mssante.fr/schema"><ListeDomaines></ListeDomaines></ListeBlancheMSSante>',
        rootEnd: '</ListeBlancheMSSante>',
      }),
  },
  {
    name: 'root-without-namespace',
    code: 'unknown-root',
    danger: 'The same words in no namespace belong to anybody.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signChanged(kit, profile, ' xmlns="https://github.com/ansforge/DRIM-M_DATA"', ''),
  },
  {
    name: 'root-with-prefix',
    code: 'unknown-root',
    danger: 'The children are then in no namespace at all, though they look the same.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      sign(kit, profile, {
        canonicalDocument: listText(honestContent)
          .replace('<ListeBlancheDRIM-M xmlns=', '<l:ListeBlancheDRIM-M xmlns:l=')
          .replace('</ListeBlancheDRIM-M>', '</l:ListeBlancheDRIM-M>'),
        rootEnd: '</l:ListeBlancheDRIM-M>',
      }),
  },
  {
    name: 'namespace-almost-right',
    code: 'unknown-root',
    danger: 'One slash more is another namespace; whoever compares beginnings takes it.',
    xmlsec1: 'accepts',
    build: (kit, profile) => signChanged(kit, profile, 'ansforge/DRIM-M_DATA"', 'ansforge/DRIM-M_DATA/"'),
  },
  {
    name: 'namespace-of-2024',
    code: 'historic-namespace',
    danger: 'Replays a list of 2024, whose signer was the real one and whose boxes are gone.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signChanged(
        kit,
        profile,
        'https://github.com/ansforge/DRIM-M_DATA',
        'https://listeblanche.mesimagesmedicales.fr/schema',
      ),
  },
  {
    name: 'version-to-come',
    code: 'unknown-version',
    danger: 'A later version may say "suspended" in a place that this reader does not look at.',
    xmlsec1: 'accepts',
    build: (kit, profile) => signChanged(kit, profile, 'versionFormat="1.0.0"', 'versionFormat="2.0.0"'),
  },
  {
    name: 'version-missing',
    code: 'unknown-version',
    danger: 'Nothing says how to read it.',
    xmlsec1: 'accepts',
    build: (kit, profile) => signChanged(kit, profile, ' versionFormat="1.0.0"', ''),
  },
]
