import { expect, it } from 'vitest'
import { addedDate, viewerLabel } from './entry-words.ts'

const label = (wadoHost: string, viewerHost: string): string => viewerLabel({ wadoHost, viewerHost })

it('shortens a viewer only within the zone of its images', () => {
  expect(label('db175.test.exemple.fr', 'vi175.test.exemple.fr')).toBe('vi175')
  expect(label('db175.test.exemple.fr', 'vi175.exemple.fr')).toBe('vi175.exemple.fr')
  expect(label('db175.test.exemple.fr', 'vi175.autre.exemple.org')).toBe('vi175.autre.exemple.org')
  expect(label('db175.fr', 'a.b.fr')).toBe('a.b.fr')
  expect(label('sanspoint', 'sanspoint')).toBe('sanspoint')
})

it('shows a date as a day, and anything else as it is', () => {
  expect(addedDate('2025-07-22T10:00:00Z')).toBe('22/07/2025')
  expect(addedDate('hier\u202e')).toBe('hier[U+202E]')
})
