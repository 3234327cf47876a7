const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const inParis = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})
const hourInParis = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  hour: '2-digit',
  hourCycle: 'h23',
})

/** The calendar day of a moment where contracts are read: `2026-11-25`, Europe/Paris. */
export function dayInParis(at: Date): string {
  return inParis.format(at)
}

/** The moment at which a day begins in Paris. */
export function startOfDayInParis(day: string): Date {
  const utcMidnight = Date.parse(`${day}T00:00:00.000Z`)
  // Paris is one or two hours ahead, and never changes its clocks at midnight.
  const summer = new Date(utcMidnight - 2 * HOUR_MS)
  return Number(hourInParis.format(summer)) === 0 ? summer : new Date(utcMidnight - HOUR_MS)
}

/** The day that many days later (or earlier). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The same day of a later year; 29 February becomes 28 February where there is none. */
export function addYears(day: string, years: number): string {
  const [year = 0, month = 1, ofMonth = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate()
  return new Date(Date.UTC(year + years, month - 1, Math.min(ofMonth, last))).toISOString().slice(0, 10)
}

/** How many days lie between two days. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS)
}
