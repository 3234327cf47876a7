import { describe, expect, it } from 'vitest'
import { cursorOf, positionOf } from './request.cursor.ts'

const last = { dueAt: new Date('2026-11-25T09:00:00.123Z'), id: '01970000-0000-7000-8000-000000000001' }

describe('the cursor of the to-do list', () => {
  it('names the last of a page, to the millisecond, among those due at the same moment', () => {
    expect(positionOf(cursorOf(last))).toEqual(last)
  })

  it.each([
    '',
    'x',
    '2026-11-25T09:00:00.123Z',
    '2026-11-25T09:00:00.123Z_1',
    '2026-99-25T09:00:00.123Z_01970000-0000-7000-8000-000000000001',
    "2026-11-25T09:00:00.123Z_' OR true; --01970000-0000-7000-8000",
  ])('begins anew after what is none of ours: %s', (cursor) => {
    expect(positionOf(cursor)).toBeUndefined()
  })
})
