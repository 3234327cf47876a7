import { describe, expect, it } from 'vitest'
import { diffWhitelists } from './diff.ts'
import type { Entry } from './format/index.ts'

const entry = (number: number, changes: Partial<Entry> = {}): Entry => ({
  number,
  wadoHost: `db${number}.x.fr`,
  viewerHost: '',
  denomination: 'X',
  certificateDn: `CN=db${number}.x.fr,C=FR`,
  supportContact: '',
  addedAt: '2025-07-22T11:27:12Z',
  ...changes,
})
const list = (...entries: Entry[]) => ({ generatedAt: '2025-07-23T11:08:12Z', entries })

describe('differences', () => {
  it('finds none between a list and itself, in another order and of another day', () => {
    const other = { ...list(entry(2), entry(1)), generatedAt: '2026-01-01T00:00:00Z' }
    expect(diffWhitelists(list(entry(1), entry(2)), other)).toEqual({ added: [], removed: [], changed: [] })
  })

  it('tells added, removed and changed apart, and names the fields', () => {
    const after = entry(2, { viewerHost: 'vi2.x.fr', supportContact: 's' })
    expect(diffWhitelists(list(entry(1), entry(2)), list(after, entry(3)))).toEqual({
      added: [entry(3)],
      removed: [entry(1)],
      changed: [{ before: entry(2), after, fields: ['viewerHost', 'supportContact'] }],
    })
  })

  it('sees an overlap open as an addition and close as a removal, not as a change', () => {
    const renewed = entry(1, { certificateDn: 'CN=db1.x.fr,O=NEW,C=FR' })
    expect(diffWhitelists(list(entry(1)), list(renewed, entry(1)))).toEqual({
      added: [renewed],
      removed: [],
      changed: [],
    })
    expect(diffWhitelists(list(entry(1), renewed), list(renewed))).toEqual({
      added: [],
      removed: [entry(1)],
      changed: [],
    })
  })

  it('sees a certificate that takes the place of another as a change', () => {
    const renewed = entry(1, { certificateDn: 'CN=db1.x.fr,O=NEW,C=FR' })
    expect(diffWhitelists(list(entry(1)), list(renewed)).changed).toEqual([
      { before: entry(1), after: renewed, fields: ['certificateDn'] },
    ])
  })
})
