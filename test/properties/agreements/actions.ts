import fc from 'fast-check'
import { CAST, type CastName } from './stage.ts'
import type { EventByTwo } from './oracle.ts'

/** What somebody may try, sensible or not. Numbers pick among what there is when their turn comes. */
export type Action =
  | { readonly is: 'next' }
  | { readonly is: 'open' | 'fill' | 'claim' | 'return' | 'notice'; readonly who: CastName }
  | { readonly is: 'submit'; readonly who: CastName; readonly vouched: boolean }
  | {
      readonly is: 'propose'
      readonly event: EventByTwo
      readonly who: CastName
      readonly vouched: boolean
      readonly urgent: boolean
      readonly proven: boolean
    }
  | { readonly is: 'cut'; readonly who: CastName }
  | {
      readonly is: 'answer'
      readonly verdict: 'approve' | 'refuse' | 'withdraw' | 'confirm'
      readonly which: number
      readonly who: CastName
      /** Not `who`, but its proposer, by another account where they have one. */
      readonly asProposer: boolean
    }
  | {
      readonly is: 'box'
      readonly what: 'register' | 'suspend' | 'restore' | 'withdraw'
      readonly which: number
    }
  | { readonly is: 'time'; readonly days: number }
  | { readonly is: 'text' }

/** A sequence, and where it begins: with nothing, or under an active commitment with two DRIMboxes. */
export interface Sequence {
  readonly begins: 'with-nothing' | 'active'
  readonly actions: readonly Action[]
}

const anybody = fc.constantFrom(...CAST)
// Two thirds of the tries are of people who could: else most sequences would be refusals.
const oneOf = (...names: CastName[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: anybody })
const agents = oneOf('ines', 'igor', 'both', 'denise', 'denise-again')
const deciders = oneOf('denise', 'denise-again', 'didier', 'daria', 'dora', 'both', 'asad')
const mostly = fc.oneof(
  { weight: 9, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
)
const which = fc.nat({ max: 5 })

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ is: fc.constant('next' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constantFrom('open' as const, 'fill' as const, 'notice' as const),
      who: oneOf('os'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant('submit' as const), who: oneOf('os'), vouched: mostly }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constantFrom('claim' as const, 'return' as const), who: agents }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      is: fc.constant('propose' as const),
      event: fc.constantFrom<EventByTwo>('countersign', 'freeze', 'cut', 'restore', 'give-notice', 'end'),
      who: agents,
      vouched: mostly,
      urgent: fc.boolean(),
      proven: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('cut' as const), who: oneOf('astrid', 'asad') }) },
  {
    weight: 10,
    arbitrary: fc.record({
      is: fc.constant('answer' as const),
      verdict: fc.oneof(
        { weight: 6, arbitrary: fc.constant('approve' as const) },
        { weight: 2, arbitrary: fc.constantFrom('refuse' as const, 'withdraw' as const, 'confirm' as const) },
      ),
      which,
      who: deciders,
      asProposer: fc.oneof(
        { weight: 3, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('box' as const),
      what: fc.constantFrom('register' as const, 'suspend' as const, 'restore' as const, 'withdraw' as const),
      which,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('time' as const),
      days: fc.constantFrom(0, 1, 2, 16, 31, 46, 100),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('text' as const) }) },
)

export const sequence: fc.Arbitrary<Sequence> = fc.record({
  begins: fc.constantFrom('with-nothing' as const, 'active' as const),
  actions: fc.array(action, { minLength: 6, maxLength: 22 }),
})
