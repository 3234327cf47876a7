import { inText } from './xml-tree.ts'

/** Entries in the product's own shape; built here so that the generator needs nothing of the product. */
export interface TestEntry {
  readonly number: number
  readonly wadoHost: string
  readonly viewerHost: string
  readonly denomination: string
  readonly certificateDn: string
  readonly supportContact: string
  readonly addedAt: string
}

export interface TestContent {
  readonly generatedAt: string
  readonly entries: readonly TestEntry[]
}

const operators = [
  'Imagerie de l’Étoile',
  "Centre d'imagerie médicale du Côteau",
  'GROUPEMENT RADIOLOGIE & NUCLÉAIRE',
  'Société « Œil-de-Bœuf » Imagerie',
  'E-MEDIA',
  'Clinique Saint-François-d’Assise — pôle imagerie',
]
const places = ["Côte-d'Or (21)", 'Paris (75)', 'Hérault (34)', 'La Réunion (974)', "Val-d'Oise (95)"]
const holders = [
  'MINISTERE DE TEST3198',
  'GIP - TEST7111',
  'CABINET MME MÉDECIN0083135',
  "CLINIQUE DE L'EST\\, SAS",
]

/**
 * The same `count` entries each time, about 550 bytes each as written by `listText`: accents and apostrophes as in real
 * lists, references and escapes rather more often than there.
 */
export function testContent(count: number): TestContent {
  return {
    generatedAt: '2026-11-20T08:30:00Z',
    entries: Array.from({ length: count }, (_, i) => testEntry(i + 1)),
  }
}

/** The entry that bears this number. */
export function testEntry(number: number): TestEntry {
  const pick = (values: readonly string[]) => values[number % values.length] ?? ''
  const wadoHost = `db${number}.test.mesimagesmedicales.fr`
  return {
    number,
    wadoHost,
    viewerHost: number % 5 === 0 ? '' : `vi${number}.test.mesimagesmedicales.fr`,
    denomination: pick(operators),
    certificateDn: `CN=${wadoHost},OU=3000000018${String(number).padStart(5, '0')},O=${pick(holders)},ST=${pick(places)},C=FR`,
    supportContact:
      number % 3 === 0
        ? `support@operateur${number % 40}.example, 01 23 45 67 89`
        : `drim@op${number % 40}.example`,
    addedAt: new Date(Date.UTC(2025, 0, 1) + number * 60_000).toISOString().replace('.000Z', 'Z'),
  }
}

export const ROOT_START =
  '<ListeBlancheDRIM-M xmlns="https://github.com/ansforge/DRIM-M_DATA" versionFormat="1.0.0">'
export const ROOT_END = '</ListeBlancheDRIM-M>'

/** One entry, indented as in real files; canonical as it stands. */
export function entryText(entry: TestEntry): string {
  return `<Domaine>
            <Identifiant>${entry.number}</Identifiant>
            <db>${entry.wadoHost}</db>
            <vi>${entry.viewerHost}</vi>
            <Denomination>${inText(entry.denomination)}</Denomination>
            <DNCertificatOperateur>${inText(entry.certificateDn)}</DNCertificatOperateur>
            <SupportContact>${inText(entry.supportContact)}</SupportContact>
            <DateMAJ>${entry.addedAt}</DateMAJ>
        </Domaine>`
}

/** The whole unsigned list, canonical, in the shape of real files (domain 4.1). */
export function listText({ generatedAt, entries }: TestContent): string {
  const lines = entries.map((entry) => `        ${entryText(entry)}\n`).join('')
  return `${ROOT_START}
    <DateDeGeneration>${generatedAt}</DateDeGeneration>
    <ListeDomaines>
${lines}    </ListeDomaines>
${ROOT_END}`
}
