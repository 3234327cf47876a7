import { filled, ticked, wholeNumber } from './fields.ts'

const TEXTS = [
  'legalName',
  'displayName',
  'siren',
  'siretSeat',
  'finess',
  'structureIdentifier',
  'supportMailbox',
  'supportPhone',
  'securityPhone',
  'securityMailbox',
  'dpoMailbox',
  'technicalMailbox',
] as const

/**
 * The fields of the admission form as the registry takes them. `empty` stands where nothing was typed: undefined leaves
 * a field out of a new request, null empties it in a draft.
 */
export function admissionFields<Empty extends null | undefined>(form: FormData, empty: Empty) {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, filled(form, name) ?? empty]))
  const kinds = ticked(form, 'kinds')
  const [name, quality] = [filled(form, 'signatory.name'), filled(form, 'signatory.quality')]
  const hosts = filled(form, 'hostsForOthers')
  return {
    kinds: kinds.length === 0 ? empty : kinds,
    ...texts,
    // One without the other comes back with its fault, and with both as they were typed.
    signatory:
      name === undefined && quality === undefined ? empty : { name: name ?? '', quality: quality ?? '' },
    plannedDrimboxes: wholeNumber(form, 'plannedDrimboxes') ?? empty,
    hostsForOthers: hosts === undefined ? empty : hosts === 'oui',
  }
}
