import { entryText, listText, testEntry } from '../support/list-content.ts'
import { DS } from '../support/recipe.ts'
import type { HostileCase } from './case.ts'
import { honestContent, replaced, sign, signChanged, signWritten, tamper } from './kit.ts'

const rogue = entryText(testEntry(666))

/** Well-formed and soundly signed, but not the list that the format describes. */
export const grammarCases: readonly HostileCase[] = [
  {
    name: 'generation-date-missing',
    code: 'list-grammar',
    danger: 'What is optional for one reader is a shift by one for the next.',
    xmlsec1: 'accepts',
    build: (kit, profile) => signChanged(kit, profile, /<DateDeGeneration>.*<\/DateDeGeneration>/, ''),
  },
  {
    name: 'generation-date-twice',
    code: 'list-grammar',
    danger: 'Two dates: a reader takes the one that suits the attacker.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signChanged(
        kit,
        profile,
        '<DateDeGeneration>',
        '<DateDeGeneration>2030-01-01T00:00:00Z</DateDeGeneration><DateDeGeneration>',
      ),
  },
  {
    name: 'generation-date-impossible',
    code: 'list-grammar',
    danger: '30 February is 1 or 2 March for a lenient reader: two readers, two dates.',
    xmlsec1: 'accepts',
    build: (kit, profile) => signChanged(kit, profile, honestContent.generatedAt, '2026-02-30T08:30:00Z'),
  },
  {
    name: 'generation-date-with-offset',
    code: 'list-grammar',
    danger: 'Compared as text, +14:00 sorts before Z and is fourteen hours older.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signChanged(kit, profile, honestContent.generatedAt, '2026-11-20T08:30:00+14:00'),
  },
  {
    name: 'two-lists-of-domains',
    code: 'list-grammar',
    danger: 'The reader of the first and the reader of all see different boxes.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signChanged(
        kit,
        profile,
        '</ListeDomaines>',
        `</ListeDomaines><ListeDomaines>${rogue}</ListeDomaines>`,
      ),
  },
  {
    name: 'entry-outside-the-list',
    code: 'list-grammar',
    danger: 'A search for every Domaine of the document finds it, a reader of ListeDomaines does not.',
    xmlsec1: 'accepts',
    build: (kit, profile) => signChanged(kit, profile, '</ListeDomaines>', `</ListeDomaines>${rogue}`),
  },
  {
    name: 'unknown-extension',
    code: 'list-grammar',
    danger: 'An extension that is skipped in silence may be the one that takes a box out.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signChanged(
        kit,
        profile,
        '<ListeDomaines>',
        '<ListeSuspendus><db>db2</db></ListeSuspendus><ListeDomaines>',
      ),
  },
  {
    name: 'unknown-root-attribute',
    code: 'list-grammar',
    danger: 'A signed attribute that nobody reads is a promise that nobody keeps.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signChanged(kit, profile, 'versionFormat="1.0.0"', 'expire="2026-11-21" versionFormat="1.0.0"'),
  },
  {
    name: 'unused-namespace',
    code: 'list-grammar',
    danger:
      'Exclusive canonical form drops it: anybody can add it to a signed list and redefine a prefix for naive readers.',
    xmlsec1: 'accepts',
    build: (kit, profile) => signWritten(kit, profile, ' versionFormat', ' xmlns:x="urn:x" versionFormat'),
  },
  {
    name: 'text-between-entries',
    code: 'list-grammar',
    danger: 'Words between the entries are signed but belong to no field.',
    xmlsec1: 'accepts',
    build: (kit, profile) => signChanged(kit, profile, '</Domaine>', '</Domaine>suspendu'),
  },
  {
    name: 'entry-in-another-namespace',
    code: 'list-grammar',
    danger: 'A reader that looks at local names alone takes x:Domaine for an entry.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signChanged(
        kit,
        profile,
        '</ListeDomaines>',
        '<x:Domaine xmlns:x="urn:x"><x:db>db666</x:db></x:Domaine></ListeDomaines>',
      ),
  },
  {
    name: 'entry-in-no-namespace',
    code: 'entry-syntax',
    danger:
      'The same words undone by xmlns="": an entry for who ignores namespaces, nothing for who does not.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signChanged(
        kit,
        profile,
        '</ListeDomaines>',
        `${rogue.replace('<Domaine>', '<Domaine xmlns="">')}</ListeDomaines>`,
      ),
  },
  {
    name: 'entry-in-a-group',
    code: 'list-grammar',
    danger: 'A wrapper such as Retires reads as its content for who searches at any depth.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signChanged(kit, profile, '</ListeDomaines>', `<Retires>${rogue}</Retires></ListeDomaines>`),
  },
  {
    name: 'xinclude',
    code: 'list-grammar',
    danger: 'A processor that resolves XInclude puts another document into the signed one.',
    xmlsec1: 'accepts',
    build: (kit, profile) =>
      signChanged(
        kit,
        profile,
        '</ListeDomaines>',
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="evil.xml"></xi:include></ListeDomaines>',
      ),
  },
  {
    name: 'signature-first',
    code: 'list-grammar',
    danger: 'The grammar has one place for a Signature; freedom of place is where wrapping attacks live.',
    xmlsec1: 'accepts',
    build(kit, profile) {
      const text = sign(kit, profile).toString()
      const [block = ''] = /<(ds:)?Signature[ >].*<\/(ds:)?Signature>/s.exec(text) ?? []
      return Buffer.from(
        replaced(replaced(text, block, ''), /(versionFormat="1.0.0">)/, `versionFormat="1.0.0">${block}`),
      )
    },
  },
  {
    name: 'signature-inside-the-list',
    code: 'list-grammar',
    danger: 'Among the entries it is subtracted all the same, and hides what its Object holds.',
    xmlsec1: 'accepts',
    build(kit, profile) {
      const text = sign(kit, profile).toString()
      const [block = ''] = /<(ds:)?Signature[ >].*<\/(ds:)?Signature>/s.exec(text) ?? []
      return Buffer.from(replaced(replaced(text, block, ''), '</ListeDomaines>', `${block}</ListeDomaines>`))
    },
  },
  {
    name: 'something-after-the-signature',
    code: 'list-grammar',
    danger: 'The Signature is the last child; what follows it is found by who reads on.',
    build: (kit, profile) =>
      tamper(sign(kit, profile), '</ListeBlancheDRIM-M>', `${rogue}</ListeBlancheDRIM-M>`),
  },
  {
    name: 'signature-in-a-false-namespace',
    code: 'list-grammar',
    danger: 'It looks like a Signature and is none: who tests for the word "Signature" is content.',
    build: (kit, profile) => tamper(sign(kit, profile), DS, 'http://www.w3.org/2000/09/xmldsig'),
    xmlsec1: 'refuses',
  },
  {
    name: 'unsigned',
    code: 'signature-missing',
    danger: 'The official corrupt case: anybody can write it.',
    xmlsec1: 'refuses',
    build: () => Buffer.from(listText(honestContent)),
  },
  {
    name: 'signature-cut-out',
    code: 'signature-missing',
    danger: 'A signed list whose Signature is gone must not fall back to "unsigned but well-formed".',
    xmlsec1: 'refuses',
    build: (kit, profile) => tamper(sign(kit, profile), /<(ds:)?Signature[ >].*<\/(ds:)?Signature>/s, ''),
  },
]
