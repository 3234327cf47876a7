import { instantOf, parisDayTime, shortDate, span } from '#lib/dates.ts'
import { formWords } from '#lib/messages/desk/forms.ts'

/** A day of the wire (`2026-02-03`) as « 03/02/2026 »; what is none is shown as it came. */
export function dayText(day: string | null | undefined): string {
  if (day === null || day === undefined || day === '') return formWords.nothing
  const noon = /^\d{4}-\d{2}-\d{2}$/.test(day) ? instantOf(`${day}T12:00:00Z`) : instantOf(day)
  return noon === undefined ? day : shortDate(noon)
}

/** An instant of the wire as « hier à 14 h 32 ». */
export function instantText(instant: string | null | undefined, now: Date): string {
  const at = instant === null || instant === undefined ? undefined : instantOf(instant)
  return at === undefined ? formWords.nothing : parisDayTime(at, now)
}

/** How long ago an instant of the wire was: « 3 jours ». */
export function ageText(instant: string, now: Date): string {
  const at = instantOf(instant)
  return at === undefined ? formWords.nothing : span(now.getTime() - at.getTime())
}

/** What is left until an instant: negative when it is over; undefined where it names none. */
export function leftMs(instant: string | null | undefined, now: Date): number | undefined {
  const at = instant === null || instant === undefined ? undefined : instantOf(instant)
  return at === undefined ? undefined : at.getTime() - now.getTime()
}
