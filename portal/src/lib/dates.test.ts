import { describe, expect, it } from 'vitest'
import { instantOf, parisDay, parisDayTime, parisTime, shortDate, shortDateTime, span } from './dates.ts'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')
const now = new Date('2026-11-25T13:32:00Z')
const minutes = (count: number): number => count * 60_000

describe('times', () => {
  it('are those of Paris, winter and summer', () => {
    expect(plain(parisTime(new Date('2026-11-25T05:00:00Z')))).toBe('6 h 00')
    expect(plain(parisTime(new Date('2026-07-25T05:07:00Z')))).toBe('7 h 07')
    expect(plain(parisTime(new Date('2026-11-24T23:00:00Z')))).toBe('0 h 00')
  })

  it('say which one of the two hours of the autumn change is meant', () => {
    expect(plain(parisTime(new Date('2026-10-24T23:30:00Z')))).toBe('1 h 30')
    expect(plain(parisTime(new Date('2026-10-25T00:30:00Z')))).toBe('2 h 30 (heure d’été)')
    expect(plain(parisTime(new Date('2026-10-25T01:30:00Z')))).toBe('2 h 30 (heure d’hiver)')
    expect(plain(parisTime(new Date('2026-10-25T02:00:00Z')))).toBe('3 h 00')
  })

  it('are not doubled by the spring change', () => {
    expect(plain(parisTime(new Date('2026-03-29T00:59:00Z')))).toBe('1 h 59')
    expect(plain(parisTime(new Date('2026-03-29T01:00:00Z')))).toBe('3 h 00')
  })
})

describe('days', () => {
  it('are named from the reader’s side, by the Paris calendar', () => {
    expect(plain(parisDayTime(new Date('2026-11-25T05:00:00Z'), now))).toBe('aujourd’hui à 6 h 00')
    // 23:30 UTC is already the next day in Paris.
    expect(parisDay(new Date('2026-11-24T23:30:00Z'), now)).toBe('aujourd’hui')
    expect(parisDay(new Date('2026-11-24T22:30:00Z'), now)).toBe('hier')
    expect(parisDay(new Date('2026-11-26T05:00:00Z'), now)).toBe('demain')
    expect(plain(parisDay(new Date('2026-11-23T12:00:00Z'), now))).toBe('lundi 23 novembre')
  })

  it('write the first of a month « 1er » and another year in full', () => {
    expect(plain(parisDay(new Date('2026-12-01T12:00:00Z'), now))).toBe('mardi 1er décembre')
    expect(plain(parisDay(new Date('2025-07-22T12:00:00Z'), now))).toBe('mardi 22 juillet 2025')
  })

  it('have a short form', () => {
    expect(shortDate(new Date('2026-11-24T23:30:00Z'))).toBe('25/11/2026')
    expect(plain(shortDateTime(new Date('2026-11-25T01:14:00Z')))).toBe('25/11/2026, 2 h 14')
  })
})

describe('span', () => {
  it('speaks in the largest unit that still tells something', () => {
    const spoken = [0.5, 1, 59, 60, 200, 12 * 60 + 31, 36 * 60, 5 * 1440].map((count) =>
      plain(span(minutes(count))),
    )
    expect(spoken).toEqual([
      'moins d’une minute',
      '1 min',
      '59 min',
      '1 h',
      '3 h 20',
      '12 h',
      '36 h',
      '5 jours',
    ])
  })

  it('does not speak of the future when clocks disagree', () => {
    expect(span(-5000)).toBe('moins d’une minute')
  })
})

describe('instantOf', () => {
  it('reads RFC 3339 only', () => {
    expect(instantOf('2026-11-25T05:00:00Z')?.toISOString()).toBe('2026-11-25T05:00:00.000Z')
    expect(instantOf('2026-11-25T05:00:00.120+01:00')?.toISOString()).toBe('2026-11-25T04:00:00.120Z')
    for (const text of ['', 'hier', '2026-11-25', '2026-13-45T00:00:00Z', '12', '2026-11-25T05:00:00']) {
      expect(instantOf(text), text).toBeUndefined()
    }
  })
})
