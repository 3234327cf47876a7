import { expect, it } from 'vitest'
import { admissionFields } from './admission-form.ts'

const form = (fields: Readonly<Record<string, string>>): FormData => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

it('leaves empty fields out of a new request, and empties them in a draft', () => {
  expect(JSON.parse(JSON.stringify(admissionFields(form({ siren: '732829320' }), undefined)))).toEqual({
    siren: '732829320',
  })
  expect(admissionFields(form({ siren: '732829320' }), null)).toMatchObject({
    siren: '732829320',
    finess: null,
    kinds: null,
    signatory: null,
  })
})

it('takes boxes, numbers and choices as what they are, blanks and decomposed accents away', () => {
  const typed = {
    'kinds.vendor': '1',
    'kinds.operator': '1',
    plannedDrimboxes: '12',
    hostsForOthers: 'non',
    legalName: '  Me\u0301le\u0300ze ',
  }
  expect(admissionFields(form(typed), undefined)).toMatchObject({
    kinds: ['vendor', 'operator'],
    plannedDrimboxes: 12,
    hostsForOthers: false,
    legalName: 'Mélèze',
  })
})

it('lets the registry say what is wrong with half a signatory or a number in words', () => {
  expect(
    admissionFields(form({ 'signatory.name': 'Nina', plannedDrimboxes: 'douze' }), undefined),
  ).toMatchObject({
    signatory: { name: 'Nina', quality: '' },
    plannedDrimboxes: 'douze',
  })
})
