import { listText, testContent } from '../support/list-content.ts'
import { profiles, type Profile } from '../support/recipe.ts'
import { honestContent, replaced, sign, type Kit } from './kit.ts'

/** Sound lists, some written in unusual ways: a verifier that refuses everything passes no test of the kit. */
interface HonestCase {
  readonly name: string
  readonly why: string
  readonly profiles?: readonly Profile[]
  readonly build: (kit: Kit, profile: Profile) => Uint8Array
}

const written = (change: (text: string) => string): HonestCase['build'] => {
  return (kit, profile) => {
    const canonicalDocument = listText(testContent(6))
    return sign(kit, profile, { canonicalDocument, writtenDocument: change(canonicalDocument) })
  }
}

const honestCases: readonly HonestCase[] = [
  { name: 'plain', why: 'Three ordinary entries.', build: (kit, profile) => sign(kit, profile) },
  {
    name: 'two-hundred-entries',
    why: 'Accents, apostrophes, references and escapes in names.',
    build: (kit, profile) => sign(kit, profile, { content: testContent(200) }),
  },
  {
    name: 'crlf-and-short-empty-elements',
    why: 'Real files come with CRLF and <vi/>.',
    build: written((text) => replaced(replaced(text, /<vi><\/vi>/g, '<vi/>'), /\n/g, '\r\n')),
  },
  {
    name: 'references-in-text',
    why: 'é may be written &#xE9;: the same text.',
    build: written((text) => replaced(replaced(text, /é/g, '&#xE9;'), /'/g, '&apos;')),
  },
  {
    name: 'space-in-tags',
    why: 'XML allows white space before the end of a tag and in the prolog.',
    build: written((text) => replaced(replaced(text, /<Domaine>/g, '<Domaine >'), /<\/db>/g, '</db\n>')),
  },
  {
    name: 'attributes-in-another-order',
    why: 'Attribute order and quotes carry no meaning.',
    build: written((text) =>
      replaced(
        text,
        /<ListeBlancheDRIM-M [^>]*>/,
        "<ListeBlancheDRIM-M  versionFormat='1.0.0'\n  xmlns='https://github.com/ansforge/DRIM-M_DATA'>",
      ),
    ),
  },
  {
    name: 'base64-in-lines',
    why: 'Base64 may hold white space; real certificates are often broken into lines.',
    build: (kit, profile) =>
      Buffer.from(
        sign(kit, profile)
          .toString()
          .replace(/(?<=<(?:ds:)?(?:X509Certificate|SignatureValue)[^>]*>)[^<]+/g, (text) =>
            (text.match(/.{1,64}/g) ?? []).join('\n'),
          ),
      ),
  },
  {
    name: 'overlap-of-two-certificates',
    why: 'A db may stand twice while its certificate is renewed (decisions 19).',
    build(kit, profile) {
      const [first] = honestContent.entries
      if (first === undefined) throw new Error('no entry')
      const renewed = { ...first, certificateDn: first.certificateDn.replace(/OU=\d+/, 'OU=300000001899999') }
      return sign(kit, profile, {
        content: { ...honestContent, entries: [...honestContent.entries, renewed] },
      })
    },
  },
  {
    name: 'numbers-repeated',
    why: 'A real signed list has six lines numbered 1: a warning, not a refusal (decisions 50).',
    build: (kit, profile) =>
      sign(kit, profile, {
        content: {
          ...honestContent,
          entries: honestContent.entries.map((entry) => ({ ...entry, number: 1 })),
        },
      }),
  },
]

/** Every honest list in each profile. */
export function* buildHonestLists(kit: Kit): Generator<{ id: string; why: string; bytes: Uint8Array }> {
  for (const { name, why, build, ...rest } of honestCases) {
    for (const profile of rest.profiles ?? profiles) {
      yield { id: `${name}.${profile.toLowerCase()}`, why, bytes: build(kit, profile) }
    }
  }
}
