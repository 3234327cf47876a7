import { describe, expect, it } from 'vitest'
import type { AdmissionForm, AdmissionPiece, AdmissionState } from './admission.ts'
import {
  admissionTransitions,
  afterAct,
  ANSWER_WITHIN_MS,
  assertNotClaimer,
  assertPiecesGood,
  countedFrom,
  isReminderDue,
  missingFrom,
  turnOf,
  type AdmissionAct,
  lastMoment,
} from './admission.rules.ts'
import { piecesAskedFor } from './pieces.ts'

const code = (expected: string): unknown => expect.objectContaining({ code: expected })
const day = (n: number) => new Date(Date.UTC(2026, 0, n))

const FORM: AdmissionForm = {
  kinds: ['operator'],
  legalName: 'SOCIETE D’IMAGERIE DU LEMAN',
  displayName: 'Imagerie du Léman',
  siren: '732829320',
  siretSeat: '73282932000074',
  signatory: { name: 'Olga Martin', quality: 'Présidente' },
  supportMailbox: 'support@imagerie-leman.fr',
  securityPhone: '+33123456789',
  plannedDrimboxes: 3,
  hostsForOthers: false,
}
const piece = (kind: string, over: Partial<AdmissionPiece> = {}): AdmissionPiece => ({
  kind,
  documentId: 'd1',
  note: null,
  verdict: null,
  verdictBy: null,
  motive: null,
  validUntil: null,
  ...over,
})

describe('an admission', () => {
  const acts: AdmissionAct[] = [
    'change',
    'submit',
    'claim',
    'judge',
    'ask-pieces',
    'accept',
    'refuse',
    'abandon',
    'lapse',
  ]
  for (const state of Object.keys(admissionTransitions) as AdmissionState[]) {
    for (const act of acts) {
      const to = (admissionTransitions[state] as Partial<Record<AdmissionAct, AdmissionState>>)[act]
      it(`that is ${state} ${to === undefined ? `refuses ${act}` : `becomes ${to} by ${act}`}`, () => {
        if (to === undefined) expect(() => afterAct(state, act)).toThrow(code('admission-wrong-state'))
        else expect(afterAct(state, act)).toBe(to)
      })
    }
  }

  it('waits for its applicant, then the agency, then the decider, then nobody', () => {
    const at = (state: AdmissionState) => ({ state, waitingSince: day(1), dueAt: day(40) })
    expect(turnOf(at('draft'), null)).toMatchObject({ turn: 'applicant', since: day(1) })
    expect(turnOf(at('incomplete'), null).turn).toBe('applicant')
    expect(turnOf(at('submitted'), null).turn).toBe('agency')
    expect(turnOf(at('under-review'), null)).toMatchObject({ turn: 'agency', dueAt: day(40) })
    expect(turnOf(at('under-review'), day(9))).toMatchObject({ turn: 'decider', since: day(9) })
    expect(turnOf(at('accepted'), null)).toEqual({ turn: null, since: null, dueAt: null })
  })

  it('does not cost the agency the time in which it waited for pieces', () => {
    const submitted = countedFrom({ state: 'draft', submittedAt: null, waitingSince: day(1) }, day(3))
    expect(submitted).toEqual(day(3))
    // Asked on the 10th, completed on the 20th.
    const again = countedFrom({ state: 'incomplete', submittedAt: submitted, waitingSince: day(10) }, day(20))
    expect(new Date(again.getTime() + ANSWER_WITHIN_MS)).toEqual(day(13 + 45))
  })

  it('is recalled to its applicant once, at half of the time', () => {
    const waiting = { waitingSince: day(1), dueAt: day(31), remindedAt: null }
    expect(isReminderDue(waiting, day(15))).toBe(false)
    expect(isReminderDue(waiting, day(16))).toBe(true)
    expect(isReminderDue({ ...waiting, remindedAt: day(16) }, day(20))).toBe(false)
    expect(isReminderDue({ ...waiting, dueAt: null }, day(90))).toBe(false)
  })

  it('is not refused by whoever reviewed it', () => {
    expect(() => assertNotClaimer({ claimedBy: 'p1' }, 'p1')).toThrow(code('claimer-cannot-refuse'))
    expect(() => assertNotClaimer({ claimedBy: 'p1' }, 'p2')).not.toThrow()
  })
})

describe('what is missing', () => {
  it('is told all at once, by pointer, in both languages', () => {
    const faults = missingFrom({}, [], 'TEST')
    expect(faults.map(({ pointer }) => pointer)).toEqual([
      '/kinds',
      '/legalName',
      '/displayName',
      '/siren',
      '/siretSeat',
      '/signatory',
      '/supportMailbox',
      '/securityPhone',
      '/plannedDrimboxes',
      '/hostsForOthers',
      '/pieces/power',
    ])
    expect(faults[0]).toMatchObject({ code: 'required', detailFr: 'Champ obligatoire.' })
    expect(faults.at(-1)).toMatchObject({ detailFr: 'Pièce manquante : Pouvoir du signataire.' })
  })

  it('is nothing once every field and every file is there', () => {
    expect(missingFrom(FORM, [piece('power')], 'TEST')).toEqual([])
  })

  it('is a file again where the reviewer wants another', () => {
    const faults = missingFrom(FORM, [piece('power', { verdict: 'to-redo' })], 'TEST')
    expect(faults).toMatchObject([{ pointer: '/pieces/power', code: 'piece-refused' }])
  })

  it('is a SIRET of the same SIREN', () => {
    const faults = missingFrom({ ...FORM, siretSeat: '18751275100020' }, [piece('power')], 'TEST')
    expect(faults).toMatchObject([{ pointer: '/siretSeat', code: 'siret-of-another' }])
  })
})

describe('the checklist', () => {
  it('depends on the space, the kinds and the hosting', () => {
    expect(piecesAskedFor(FORM, 'TEST')).toEqual(['power', 'security-contact'])
    expect(piecesAskedFor({ ...FORM, hostsForOthers: true }, 'PRODUCTION')).toEqual([
      'power',
      'health-data-hosting',
      'pro-sante-connect',
      'risk-decision',
      'security-contact',
      'dpo',
    ])
    expect(piecesAskedFor({ ...FORM, kinds: ['vendor'] }, 'PRODUCTION')).toEqual([
      'power',
      'security-contact',
      'dpo',
    ])
  })

  it('lets nobody accept before each piece was read and found good', () => {
    const good = { verdict: 'good', verdictBy: 'p1' } as const
    expect(() => assertPiecesGood(FORM, [piece('power', good)], 'TEST')).toThrow(
      code('admission-pieces-not-good'),
    )
    expect(() =>
      assertPiecesGood(
        FORM,
        [piece('power', good), piece('security-contact', { verdict: 'to-redo' })],
        'TEST',
      ),
    ).toThrow(code('admission-pieces-not-good'))
    expect(() =>
      assertPiecesGood(
        FORM,
        [piece('power', good), piece('security-contact', { verdict: 'not-applicable' })],
        'TEST',
      ),
    ).not.toThrow()
  })
})

describe('a piece found good', () => {
  it.each([
    ['2026-11-20', '2026-11-20T22:59:59.999Z'],
    ['2026-07-14', '2026-07-14T21:59:59.999Z'],
    // The day on which the clocks go back has 25 hours.
    ['2026-10-25', '2026-10-25T22:59:59.999Z'],
  ])('until %s holds to the end of that day in Paris', (day, end) => {
    expect(lastMoment('power', day, new Date('2026-01-01T00:00:00Z'))?.toISOString()).toBe(end)
  })
})
