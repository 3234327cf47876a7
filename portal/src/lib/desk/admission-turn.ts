import { admissionWords } from '#lib/messages/desk/admission.ts'
import { turnWords } from '#lib/messages/desk/turn.ts'
import type { Admission } from '#lib/server/desk/wire/admissions.ts'
import { stepsAt, type TurnStep } from './turn.ts'
import { ageText, dayText } from './when.ts'

const words = admissionWords.steps

/** Where a request for admission stands, for its applicant (`isParty`) or for the agency. */
export function admissionSteps(admission: Admission, now: Date, isParty: boolean): readonly TurnStep[] {
  const { state, turn, since, dueAt } = admission
  const note = [
    ...(since === null ? [] : [turnWords.since(ageText(since, now))]),
    ...(dueAt === null ? [] : [turnWords.before(dayText(dueAt))]),
  ].join(', ')
  const steps = [
    { title: words.fill, who: isParty ? turnWords.you : turnWords.party, note },
    { title: words.review, who: turnWords.agency, note },
    { title: words.decide, who: turnWords.second, note },
    {
      title: state === 'refused' ? words.refused : state === 'abandoned' ? words.abandoned : words.end,
      note: '',
    },
  ]
  if (state === 'accepted') return stepsAt(steps, steps.length)
  if (state === 'refused' || state === 'abandoned') return stepsAt(steps, steps.length - 1, true)
  return stepsAt(steps, turn === 'applicant' ? 0 : turn === 'decider' ? 2 : 1)
}
