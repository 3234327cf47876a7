import { formatInteger, NO_BREAK_SPACE } from './typography.ts'

// Screens speak Paris time, the wire speaks UTC (decisions 38).
const ZONE = 'Europe/Paris'
const parts = new Intl.DateTimeFormat('fr-FR', {
  timeZone: ZONE,
  weekday: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  hourCycle: 'h23',
})
const digits = new Intl.DateTimeFormat('fr-FR', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})
const offset = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, timeZoneName: 'longOffset' })

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The instant of an RFC 3339 text, or undefined when it names none. */
export function instantOf(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) ? undefined : instant
}

/** « 14 h 32 »; in the hour that autumn lives twice, says which one: « 2 h 30 (heure d’hiver) ». */
export function parisTime(at: Date): string {
  const { hour, minute } = inParis(at)
  const text = `${Number(hour)}${NO_BREAK_SPACE}h${NO_BREAK_SPACE}${minute}`
  const doubled = doubledHour(at)
  return doubled === undefined ? text : `${text} (heure d’${doubled})`
}

/** « aujourd’hui », « hier », « mardi 24 novembre », with its year when it is not the present one. */
export function parisDay(at: Date, now: Date): string {
  const difference = dayNumber(now) - dayNumber(at)
  if (difference === 0) return 'aujourd’hui'
  if (difference === 1) return 'hier'
  if (difference === -1) return 'demain'
  const { weekday, day, month, year } = inParis(at)
  const dated = `${weekday} ${day === '1' ? '1er' : day}${NO_BREAK_SPACE}${month}`
  return year === inParis(now).year ? dated : `${dated} ${year}`
}

/** « aujourd’hui à 6 h 00 ». */
export function parisDayTime(at: Date, now: Date): string {
  return `${parisDay(at, now)} à ${parisTime(at)}`
}

/** « 25/11/2026 ». */
export function shortDate(at: Date): string {
  return digits.format(at)
}

/** « 25/11/2026, 6 h 00 ». */
export function shortDateTime(at: Date): string {
  return `${shortDate(at)}, ${parisTime(at)}`
}

/**
 * How long `milliseconds` is, in the words of « il y a … »: « moins d’une minute », « 12 min », « 3 h 20 »,
 * « 36 h », « 5 jours ». A negative span (two clocks disagree) reads as less than a minute.
 */
export function span(milliseconds: number): string {
  if (milliseconds < MINUTE) return 'moins d’une minute'
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)}${NO_BREAK_SPACE}min`
  if (milliseconds < 2 * DAY) {
    const hours = Math.floor(milliseconds / HOUR)
    const minutes = Math.floor((milliseconds % HOUR) / MINUTE)
    const whole = `${hours}${NO_BREAK_SPACE}h`
    // Past half a day nobody counts the minutes.
    return minutes === 0 || hours >= 12
      ? whole
      : `${whole}${NO_BREAK_SPACE}${String(minutes).padStart(2, '0')}`
  }
  return `${formatInteger(Math.floor(milliseconds / DAY))}${NO_BREAK_SPACE}jours`
}

function inParis(at: Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** Days since 1970 of the Paris calendar: differences of days, not of 24 hours. */
function dayNumber(at: Date): number {
  const [day, month, year] = digits.format(at).split('/').map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day) / DAY
}

function doubledHour(at: Date): 'été' | 'hiver' | undefined {
  const here = offsetMinutes(at)
  if (offsetMinutes(new Date(at.getTime() - HOUR)) > here) return 'hiver'
  if (offsetMinutes(new Date(at.getTime() + HOUR)) < here) return 'été'
  return undefined
}

function offsetMinutes(at: Date): number {
  const name = offset.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, hours = '0', minutes = '0'] = /GMT\+(\d{2}):(\d{2})/.exec(name) ?? []
  return Number(hours) * 60 + Number(minutes)
}
