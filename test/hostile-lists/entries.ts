import { digest } from '../support/recipe.ts'
import { listText, testContent, testEntry, type TestEntry } from '../support/list-content.ts'
import type { HostileCase } from './case.ts'
import { honestContent, replaced, sign, signChanged, signWritten } from './kit.ts'

/** Signs a list whose second entry differs. */
function withEntry(change: Partial<TestEntry>): HostileCase['build'] {
  return (kit, profile) =>
    sign(kit, profile, {
      content: { ...honestContent, entries: [testEntry(1), { ...testEntry(2), ...change }, testEntry(3)] },
    })
}
/** Signs the three entries and these. */
function withMore(...more: readonly TestEntry[]): HostileCase['build'] {
  return (kit, profile) =>
    sign(kit, profile, { content: { ...honestContent, entries: [...honestContent.entries, ...more] } })
}
const dnOf = (host: string, rest = 'OU=300000001800002,O=GIP - TEST7111,ST=Paris (75),C=FR') =>
  `CN=${host},${rest}`
const host = testEntry(2).wadoHost

/** An entry that the grammar refuses, soundly signed. */
function syntax(
  name: string,
  danger: string,
  build: HostileCase['build'],
  more: Partial<HostileCase> = {},
): HostileCase {
  return { name, danger, code: 'entry-syntax', xmlsec1: 'accepts', build, ...more }
}

/** Sound signatures over entries that no reader should act on: the signer, or who feeds him, made a mistake or was fooled. */
export const entryCases: readonly HostileCase[] = [
  {
    name: 'no-entries',
    code: 'empty-list',
    danger: 'A list without entries cuts every hospital off at once; it is never meant.',
    xmlsec1: 'accepts',
    build: (kit, profile) => sign(kit, profile, { content: testContent(0) }),
  },
  syntax(
    'number-with-leading-zero',
    '007 is 7 for one reader and octal or another number for the next.',
    (kit, profile) => signChanged(kit, profile, '<Identifiant>2<', '<Identifiant>002<'),
  ),
  syntax('number-with-sign', '+2 and 2 are one number under two keys.', (kit, profile) =>
    signChanged(kit, profile, '<Identifiant>2<', '<Identifiant>+2<'),
  ),
  syntax(
    'number-in-hexadecimal',
    'Number("0x10") is 16 in JavaScript and a fault elsewhere.',
    (kit, profile) => signChanged(kit, profile, '<Identifiant>2<', '<Identifiant>0x10<'),
  ),
  syntax('number-beyond-precision', 'Rounded to a double, two boxes get one number.', (kit, profile) =>
    signChanged(kit, profile, '<Identifiant>2<', '<Identifiant>9007199254740993<'),
  ),
  syntax(
    'number-in-arabic-digits',
    'Digits of other scripts are digits for some libraries.',
    (kit, profile) => signChanged(kit, profile, '<Identifiant>2<', '<Identifiant>٢<'),
  ),
  syntax('number-empty', 'Number("") is 0.', (kit, profile) =>
    signChanged(kit, profile, '<Identifiant>2<', '<Identifiant><'),
  ),
  syntax(
    'host-in-cyrillic',
    'The а of "test" looks like the Latin one and is another host.',
    withEntry({ wadoHost: 'db2.tеst.mesimagesmedicales.fr' }),
  ),
  syntax(
    'host-with-port',
    'A host with a port matches no certificate, or any, as the reader pleases.',
    withEntry({ wadoHost: `${host}:8443` }),
  ),
  syntax(
    'host-with-path',
    'Put behind https://, it leads elsewhere.',
    withEntry({ wadoHost: `${host}/@evil.example` }),
  ),
  syntax(
    'host-with-user',
    'https://db2…@evil.example goes to evil.example.',
    withEntry({ wadoHost: `${host}@evil.example` }),
  ),
  syntax(
    'host-wildcard',
    'One line that admits everybody.',
    withEntry({ wadoHost: '*.mesimagesmedicales.fr', certificateDn: dnOf('*.mesimagesmedicales.fr') }),
  ),
  syntax(
    'host-with-final-dot',
    'The same name for DNS, another for a comparison.',
    withEntry({ wadoHost: `${host}.` }),
  ),
  syntax('host-empty', 'An empty name equals every missing one.', withEntry({ wadoHost: '' })),
  syntax(
    'host-with-line-end',
    'A line end in a name splits a log line or a header in two.',
    withEntry({ wadoHost: `${host}\nx` }),
  ),
  syntax(
    'host-with-blanks',
    'Trimmed by one reader and not by the other.',
    withEntry({ wadoHost: ` ${host} ` }),
  ),
  syntax(
    'host-too-long',
    'Names over 253 characters overflow what was sized for names.',
    withEntry({ wadoHost: `${'a'.repeat(60)}.`.repeat(5) + host }),
  ),
  syntax(
    'viewer-is-a-script',
    'The viewer’s address becomes a link on a page.',
    withEntry({ viewerHost: 'javascript:alert(1)' }),
  ),
  syntax('denomination-empty', 'A box of nobody.', withEntry({ denomination: '' })),
  syntax(
    'denomination-endless',
    'A name of a megabyte blows up every page and log that shows it.',
    withEntry({ denomination: 'x'.repeat(5_000) }),
  ),
  syntax(
    'denomination-with-terminal-control',
    'CSI in one character of Latin-1: a terminal that shows the list obeys it.',
    withEntry({ denomination: 'Imagerie\u009b2J' }),
  ),
  syntax(
    'contact-with-delete',
    'DEL wipes what stands before it.',
    withEntry({ supportContact: 'a\u007f\u007f@example.org' }),
  ),
  syntax(
    'date-impossible',
    'A thirteenth month is January of next year for a lenient reader.',
    withEntry({ addedAt: '2026-13-01T00:00:00Z' }),
  ),
  syntax('date-without-zone', 'A time of nowhere.', withEntry({ addedAt: '2026-01-01T00:00:00' })),
  syntax('field-missing', 'Read by position, every later field moves by one.', (kit, profile) =>
    signChanged(kit, profile, /<vi>vi2[^]*?<\/vi>\s*/, ''),
  ),
  syntax('field-twice', 'Two hosts in one entry: the first is checked, the second is used.', (kit, profile) =>
    signChanged(
      kit,
      profile,
      `<db>${host}</db>`,
      `<db>${host}</db><db>db666.test.mesimagesmedicales.fr</db>`,
    ),
  ),
  syntax('fields-swapped', 'db and vi exchanged: the viewer’s machine serves images.', (kit, profile) =>
    signChanged(
      kit,
      profile,
      /<db>(db2[^]*?)<\/db>\s*<vi>(vi2[^]*?)<\/vi>/,
      `<vi>vi2.test.mesimagesmedicales.fr</vi><db>${host}</db>`,
    ),
  ),
  syntax('field-unknown', 'A field that says "suspended" and is skipped.', (kit, profile) =>
    signChanged(kit, profile, `<db>${host}</db>`, `<db>${host}</db><Etat>suspendu</Etat>`),
  ),
  syntax(
    'element-in-host',
    'The text of an element is the text of its children for some readers, the first node for others.',
    (kit, profile) => signChanged(kit, profile, `<db>${host}</db>`, `<db>${host}<b>.evil.example</b></db>`),
  ),
  syntax('attribute-on-entry', 'xsi:nil makes the entry absent for who knows schemas.', (kit, profile) =>
    signChanged(
      kit,
      profile,
      '<Domaine>',
      '<Domaine xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true">',
    ),
  ),
  syntax(
    'attribute-on-host',
    'An attribute that switches white space or language changes nothing that is shown.',
    (kit, profile) => signChanged(kit, profile, `<db>${host}`, `<db xml:space="preserve">${host}`),
  ),
  syntax('text-in-entry', 'Words beside the fields.', (kit, profile) =>
    signChanged(kit, profile, `<db>${host}`, `suspendu<db>${host}`),
  ),
  syntax(
    'host-from-references',
    'Written as references, the wrong name passes whoever searches the file.',
    (kit, profile) =>
      signWritten(
        kit,
        profile,
        '<db>db2_test.',
        '<db>&#100;&#x62;2_test.',
        replaced(listText(honestContent), '<db>db2.test.', '<db>db2_test.'),
      ),
  ),
  {
    name: 'host-of-another-operator',
    code: 'entry-db-repeated',
    danger: 'One host, two operators: the second line is a take-over.',
    xmlsec1: 'accepts',
    build: withMore({ ...testEntry(9), wadoHost: host, certificateDn: dnOf(host) }),
  },
  {
    name: 'host-twice-with-one-name',
    code: 'entry-db-repeated',
    danger: 'The same line twice: removing one of the two removes nothing.',
    xmlsec1: 'accepts',
    build: withMore(testEntry(2)),
  },
  {
    name: 'host-twice-in-capitals',
    code: 'entry-db-repeated',
    danger: 'DNS knows no case: DB2 is db2, and a map keyed by text holds both.',
    xmlsec1: 'accepts',
    build: withMore({
      ...testEntry(9),
      wadoHost: host.toUpperCase(),
      certificateDn: dnOf(host.toUpperCase()),
    }),
  },
  {
    name: 'three-certificates-of-one-box',
    code: 'entry-db-repeated',
    danger: 'An overlap is of two certificates; more keys for one box is a key too many.',
    xmlsec1: 'accepts',
    build: withMore(
      { ...testEntry(2), certificateDn: dnOf(host, 'OU=1,O=a,C=FR') },
      { ...testEntry(2), certificateDn: dnOf(host, 'OU=2,O=b,C=FR') },
    ),
  },
  {
    name: 'dn-without-equals',
    code: 'entry-dn-unreadable',
    danger: 'A name that cannot be read can be compared with nothing, or with everything.',
    xmlsec1: 'accepts',
    build: withEntry({ certificateDn: host }),
  },
  {
    name: 'dn-with-stray-escape',
    code: 'entry-dn-unreadable',
    danger: 'A backslash at the end swallows the next separator in one parser and is dropped in another.',
    xmlsec1: 'accepts',
    build: withEntry({ certificateDn: `${dnOf(host)}\\` }),
  },
  {
    name: 'dn-with-broken-hex',
    code: 'entry-dn-unreadable',
    danger: '#04 begins a value in DER that never comes.',
    xmlsec1: 'accepts',
    build: withEntry({ certificateDn: `CN=${host},O=#0c7f` }),
  },
  {
    name: 'dn-ends-with-comma',
    code: 'entry-dn-unreadable',
    danger: 'An empty last name: cut off by some, compared by others.',
    xmlsec1: 'accepts',
    build: withEntry({ certificateDn: `${dnOf(host)},` }),
  },
  {
    name: 'dn-of-unknown-type',
    code: 'entry-dn-unreadable',
    danger: 'A type that nobody knows matches no certificate, or is skipped and matches too many.',
    xmlsec1: 'accepts',
    build: withEntry({ certificateDn: `${dnOf(host)},FOO=bar` }),
  },
  {
    name: 'cn-of-another-host',
    code: 'entry-cn-not-db',
    danger: 'The line gives one box’s host to another box’s certificate.',
    xmlsec1: 'accepts',
    build: withEntry({ certificateDn: testEntry(1).certificateDn.replace('OU=', 'OU=9') }),
  },
  {
    name: 'cn-missing',
    code: 'entry-cn-not-db',
    danger: 'Without CN every certificate of the organisation is this box.',
    xmlsec1: 'accepts',
    build: withEntry({ certificateDn: 'OU=300000001800002,O=GIP - TEST7111,C=FR' }),
  },
  {
    name: 'cn-twice',
    code: 'entry-cn-not-db',
    danger: 'The first CN is the host, the second another: readers differ in which they compare.',
    xmlsec1: 'accepts',
    build: withEntry({ certificateDn: `CN=${host},CN=evil.example,O=x,C=FR` }),
  },
  {
    name: 'cn-inside-a-value',
    code: 'entry-cn-not-db',
    danger: 'The host stands escaped inside O: a search in the text finds a CN that is none.',
    xmlsec1: 'accepts',
    build: withEntry({ certificateDn: `O=x\\,CN=${host},CN=evil.example,C=FR` }),
  },
  {
    name: 'cn-with-nul',
    code: 'entry-cn-not-db',
    danger: 'CN=db2…\\00.evil.example is the host for C code that stops at NUL.',
    xmlsec1: 'accepts',
    build: withEntry({ certificateDn: `CN=${host}\\00.evil.example,O=x,C=FR` }),
  },
]

/** Memory of the verifier: what it holds already. */
export const timeCases: readonly HostileCase[] = [
  {
    name: 'signed-in-the-future',
    code: 'signed-in-future',
    danger: 'Signed for next year, it outdates every honest list until then.',
    xmlsec1: 'accepts',
    build: (kit, profile) => sign(kit, profile, { signingTime: '2027-11-20T09:00:00Z' }),
  },
  {
    name: 'signed-six-minutes-ahead',
    code: 'signed-in-future',
    danger: 'Clocks may differ by five minutes; more is a plan.',
    xmlsec1: 'accepts',
    build: (kit, profile) => sign(kit, profile, { signingTime: '2026-11-25T10:06:00Z' }),
  },
  {
    name: 'older-than-held',
    code: 'older-than-held',
    danger: 'A genuine list of last week still names the box that was put out yesterday.',
    xmlsec1: 'accepts',
    build: (kit, profile) => sign(kit, profile),
    circumstances: () => ({ held: { signedAt: '2026-11-24T09:00:00Z', digest: hexDigest(1) } }),
  },
  {
    name: 'same-time-other-content',
    code: 'same-time-other-bytes',
    danger: 'Two lists of one signing time: somebody else holds the key, or the signer was fooled.',
    xmlsec1: 'accepts',
    build: (kit, profile) => sign(kit, profile),
    circumstances: () => ({ held: { signedAt: '2026-11-20T09:00:00Z', digest: hexDigest(4) } }),
  },
]

/** Digest, as a verifier holds it, of the list of the first `count` entries. */
function hexDigest(count: number): string {
  return Buffer.from(digest('sha256', listText(testContent(count))), 'base64').toString('hex')
}
