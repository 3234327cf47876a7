import { expect, it } from 'vitest'
import type { Waiting } from '#lib/server/desk/wire/requests.ts'
import { agencyToDo, partsOf, partyToDo } from './to-do.ts'

const now = new Date('2026-11-25T21:00:00Z')
const waiting: Waiting = {
  kind: 'admission',
  id: '01920000-0000-7000-8000-000000000001',
  state: 'submitted',
  label: 'une demande d’admission',
  subject: { kind: 'admission', id: '01920000-0000-7000-8000-000000000001' },
  class: null,
  event: null,
  organisation: { id: null, displayName: 'Sillage' },
  turn: 'AI',
  claimedBy: null,
  needsSecondPerson: false,
  isMine: false,
  since: '2026-11-24T21:00:00.000Z',
  dueAt: '2026-12-24T21:00:00.000Z',
}
const decision: Waiting = {
  ...waiting,
  kind: 'decision',
  state: 'proposed',
  turn: 'AD',
  needsSecondPerson: true,
}

it('what is late or waits for a confirmation comes first; what sits with organisations last', () => {
  const late = { ...waiting, dueAt: '2026-11-25T20:59:59.000Z' }
  const cut = { ...decision, state: 'to-confirm' }
  const theirs = { ...waiting, turn: 'party' as const, dueAt: '2020-01-01T00:00:00.000Z' }
  expect(partsOf([waiting, decision, late, cut, theirs], now)).toEqual({
    now: [late, cut],
    toReview: [waiting],
    second: [decision],
    watch: [theirs],
  })
})

it('a proposal of one’s own is shown as waiting for somebody else', () => {
  expect(agencyToDo({ ...decision, isMine: true }, 'me', now)).toMatchObject({
    button: 'Suivre',
    notes: ['proposée par vous\u00a0: une autre personne décide'],
  })
  expect(agencyToDo(decision, 'me', now)).toMatchObject({ button: 'Décider', notes: [] })
})

it('each line leads to where it is acted on', () => {
  expect(agencyToDo(waiting, 'me', now).href).toBe(`/agence/demandes/${waiting.id}`)
  expect(partyToDo({ ...waiting, turn: 'party', state: 'incomplete' }, now)).toMatchObject({
    href: `/operateur/admission/${waiting.id}`,
    title: 'Compléter votre demande d’admission',
  })
})

it('a name full of unseen characters is spelt out', () => {
  const hostile = { ...waiting, organisation: { id: null, displayName: 'Sil\u202elage' } }
  expect(agencyToDo(hostile, 'me', now).title).toContain('[U+202E]')
})
