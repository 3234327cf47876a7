import type { AdmissionForm } from './admission.ts'

/** A piece that procedures.md 8 names: who gives it, who reads it, how long it holds, where and when it is asked for. */
export interface PieceRule {
  readonly en: string
  readonly fr: string
  readonly giver: 'OA' | 'OS' | 'OT' | 'VP'
  readonly reader: 'AI' | 'AR' | 'machine'
  /** `own-date`: the date on the paper; `none`: it does not expire. */
  readonly validity: { readonly months: number } | 'own-date' | 'own-term' | 'none'
  /** o PRODUCTION, t TEST. */
  readonly spaces: readonly Space[]
  /** The request that waits for it: this noun asks for those of `admission` only. */
  readonly askedAt: 'admission' | 'commitment' | 'drimbox'
  /** Whether the giver has a file to hand in; else the reader finds out alone (a call to the number given). */
  readonly hasDocument: boolean
  /** Left out: always. */
  readonly appliesIf?: (form: AdmissionForm) => boolean
}

export type Space = 'TEST' | 'PRODUCTION'
const BOTH = ['TEST', 'PRODUCTION'] as const
const PRODUCTION = ['PRODUCTION'] as const

/** The checklist as data. A stale piece rings and does nothing more (procedures 8). */
export const pieceRules = {
  power: {
    en: 'Power of the signatory',
    fr: 'Pouvoir du signataire',
    giver: 'OS',
    reader: 'AI',
    validity: 'own-date',
    spaces: BOTH,
    askedAt: 'admission',
    hasDocument: true,
  },
  'health-data-hosting': {
    en: 'Certificate of health data hosting (HDS)',
    fr: 'Certificat d’hébergeur de données de santé (HDS)',
    giver: 'OA',
    reader: 'AI',
    validity: { months: 36 },
    spaces: PRODUCTION,
    askedAt: 'admission',
    hasDocument: true,
    appliesIf: (form) => form.hostsForOthers === true,
  },
  'pro-sante-connect': {
    en: 'Entitlement for Pro Santé Connect',
    fr: 'Habilitation Pro Santé Connect',
    giver: 'OA',
    reader: 'AI',
    validity: 'none',
    spaces: PRODUCTION,
    askedAt: 'admission',
    hasDocument: true,
    appliesIf: (form) => form.kinds?.includes('operator') === true,
  },
  'risk-decision': {
    en: 'Decision on the risks (homologation de sécurité)',
    fr: 'Décision sur les risques (homologation de sécurité)',
    giver: 'OA',
    reader: 'AI',
    validity: { months: 36 },
    spaces: PRODUCTION,
    askedAt: 'admission',
    hasDocument: true,
    appliesIf: (form) => form.kinds?.includes('operator') === true,
  },
  'security-contact': {
    en: '24-hour contact, reached',
    fr: 'Contact 24 h joint',
    giver: 'OA',
    reader: 'AR',
    validity: { months: 6 },
    spaces: BOTH,
    askedAt: 'admission',
    hasDocument: false,
  },
  dpo: {
    en: 'Data protection officer',
    fr: 'Délégué à la protection des données',
    giver: 'OA',
    reader: 'AR',
    validity: 'none',
    spaces: PRODUCTION,
    askedAt: 'admission',
    hasDocument: false,
  },
  contract: {
    en: 'Signed contract',
    fr: 'Contrat signé',
    giver: 'OS',
    reader: 'AI',
    validity: 'own-term',
    spaces: BOTH,
    askedAt: 'commitment',
    hasDocument: true,
  },
  delegations: {
    en: 'Delegations of the structures',
    fr: 'Délégations des structures',
    giver: 'OA',
    reader: 'AI',
    validity: 'own-date',
    spaces: PRODUCTION,
    askedAt: 'drimbox',
    hasDocument: true,
  },
  'dmp-homologation': {
    en: 'Homologation for the DMP',
    fr: 'Homologation DMP',
    giver: 'VP',
    reader: 'AI',
    validity: 'none',
    spaces: PRODUCTION,
    askedAt: 'drimbox',
    hasDocument: true,
  },
  'unique-reference-number': {
    en: 'Unique reference number (NRU)',
    fr: 'Numéro de référencement unique (NRU)',
    giver: 'VP',
    reader: 'AI',
    validity: 'none',
    spaces: PRODUCTION,
    askedAt: 'drimbox',
    hasDocument: true,
  },
  'test-report': {
    en: 'Signed report of TEST',
    fr: 'Rapport TEST signé',
    giver: 'VP',
    reader: 'machine',
    validity: { months: 12 },
    spaces: PRODUCTION,
    askedAt: 'drimbox',
    hasDocument: true,
  },
  flows: {
    en: 'Network flows',
    fr: 'Flux réseau',
    giver: 'OT',
    reader: 'AR',
    validity: 'none',
    spaces: BOTH,
    askedAt: 'drimbox',
    hasDocument: false,
  },
} as const satisfies Readonly<Record<string, PieceRule>>

export type PieceKind = keyof typeof pieceRules

/** The kinds that an admission can hold. */
export const admissionPieceKinds = (Object.keys(pieceRules) as PieceKind[]).filter(
  (kind) => pieceRules[kind].askedAt === 'admission',
)

/** The pieces that this form needs in this space. */
export function piecesAskedFor(form: AdmissionForm, space: Space): PieceKind[] {
  return admissionPieceKinds.filter((kind) => {
    const rule: PieceRule = pieceRules[kind]
    return rule.spaces.includes(space) && (rule.appliesIf?.(form) ?? true)
  })
}
