import { expect, it } from 'vitest'
import { createDrafts } from './drafts.ts'

const START = Date.parse('2026-11-25T21:00:00Z')
function desk() {
  let now = START
  return { drafts: createDrafts(() => new Date(now)), advance: (ms: number) => (now += ms) }
}
function form(fields: Readonly<Record<string, string | File>>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

it('what was typed comes back once, on its page, to the person who typed it', () => {
  const { drafts } = desk()
  const id = drafts.keep('/operateur/x', 'person-1', form({ legalName: 'Sillage' })) ?? ''
  expect(drafts.take(id, '/operateur/y', 'person-1')).toBeUndefined()
  expect(drafts.take(id, '/operateur/x', 'person-1')?.fields).toEqual({ legalName: 'Sillage' })
  expect(drafts.take(id, '/operateur/x', 'person-1')).toBeUndefined()
})

it('it never comes to anybody else, and is gone for its author too once somebody else asked', () => {
  const { drafts } = desk()
  const id = drafts.keep('/operateur/x', 'person-1', form({ legalName: 'Sillage' })) ?? ''
  expect(drafts.take(id, '/operateur/x', 'person-2')).toBeUndefined()
  expect(drafts.take(id, '/operateur/x', 'person-1')).toBeUndefined()
})

it('it is forgotten after an hour', () => {
  const { drafts, advance } = desk()
  const id = drafts.keep('/p', 'person-1', form({ a: '1' })) ?? ''
  advance(3_600_001)
  expect(drafts.take(id, '/p', 'person-1')).toBeUndefined()
})

it('files, codes, answers of keys and versions are not kept', () => {
  const { drafts } = desk()
  const fields = {
    code: 's',
    credential: 's',
    stepUpId: 's',
    stepUpOptions: 's',
    cle: 's',
    version: '3',
    file: new File(['x'], 'x.pdf'),
  }
  expect(drafts.keep('/p', 'person-1', form(fields))).toBeUndefined()
  const id = drafts.keep('/p', 'person-1', form({ ...fields, motive: 'Texte' })) ?? ''
  expect(drafts.take(id, '/p', 'person-1')?.fields).toEqual({ motive: 'Texte' })
})

it('a flood of drafts, or one of a megabyte, does not fill the memory', () => {
  const { drafts } = desk()
  const first = drafts.keep('/p', 'person-1', form({ a: '1' })) ?? ''
  for (let count = 0; count < 200; count += 1) drafts.keep('/p', 'person-1', form({ a: '1' }))
  expect(drafts.take(first, '/p', 'person-1')).toBeUndefined()
  expect(drafts.keep('/p', 'person-1', form({ a: 'x'.repeat(1_000_000) }))).toBeUndefined()
})
