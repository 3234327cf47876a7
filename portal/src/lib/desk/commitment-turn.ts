import { commitmentWords } from '#lib/messages/desk/commitment.ts'
import { turnWords } from '#lib/messages/desk/turn.ts'
import type { Commitment } from '#lib/server/desk/wire/commitments.ts'
import { stepsAt, type TurnStep } from './turn.ts'
import { ageText, dayText } from './when.ts'

const words = commitmentWords.steps
const AT: Readonly<Record<string, number>> = { draft: 0, submitted: 1, 'under-review': 2, signed: 3 }

/** Where a commitment stands, for its organisation (`isParty`) or for the agency. */
export function commitmentSteps(commitment: Commitment, now: Date, isParty: boolean): readonly TurnStep[] {
  const { state, waitingSince, effectiveOn, endsOn } = commitment
  const note = turnWords.since(ageText(waitingSince, now))
  const live = state in words ? words[state as keyof typeof words] : words.live
  const isLive = AT[state] === undefined && state !== 'ended'
  const steps = [
    { title: words.draft, who: isParty ? turnWords.you : turnWords.party, note },
    { title: words.review, who: turnWords.agency, note },
    { title: words.countersign, who: turnWords.second, note },
    { title: words.effect, who: commitmentWords.time, note: dayText(effectiveOn) },
    {
      title: isLive ? live : words.live,
      note: endsOn === null ? undefined : turnWords.before(dayText(endsOn)),
    },
    { title: words.ended },
  ]
  if (state === 'ended') return stepsAt(steps, steps.length)
  return stepsAt(steps, AT[state] ?? 4, state === 'out' || state === 'frozen')
}
