import { SignerUnavailable } from '../../registry-api/src/publications/signer.client.ts'
import type { PublicationStep, PublisherDeps } from '../../registry-api/src/publications/publisher.ts'

/** What a publication asks of its neighbours, in this order. */
export const askings = [
  'the state of the signer',
  'the draft and its number',
  'the signature',
  'the verification',
  'the list in force',
  'the files of the list',
  'the name of the list in force',
] as const
export type Asking = (typeof askings)[number]

/** `fails`: it was not done. `answers too late`: it was done, and the caller does not know. */
export const modes = ['fails', 'answers too late'] as const
export type Mode = (typeof modes)[number]

export interface Faulty {
  /** Breaks the next asking of that kind, once. */
  breakNext(asking: Asking, mode: Mode): void
  /** Takes back an order that was not carried out yet. */
  heal(): void
  /** Whether the fault that was ordered has happened. */
  readonly hasBroken: boolean
  readonly around: (deps: PublisherDeps) => PublisherDeps
  /** Called at each step that is reached; a test kills the registry by throwing. */
  onStep: (step: PublicationStep) => Promise<void> | void
}

/** Stands between a publisher and the real things, as strict as they are, and breaks one asking on demand. */
export function faulty(): Faulty {
  let order: { asking: Asking; mode: Mode } | undefined
  let hasBroken = false
  let step: PublicationStep | undefined

  const asked = async <T>(
    asking: Asking,
    work: () => Promise<T>,
    broken: (mode: Mode) => Error,
  ): Promise<T> => {
    if (order?.asking !== asking) return work()
    const { mode } = order
    order = undefined
    hasBroken = true
    if (mode === 'answers too late') await work()
    throw broken(mode)
  }
  const connectionLost = () =>
    Object.assign(new Error('the connection was lost'), { code: 'CONNECTION_CLOSED' })
  const noAnswer = () => new SignerUnavailable('signer-unavailable', 'it did not answer in time')
  const diskFull = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })

  const self: Faulty = {
    breakNext(asking, mode) {
      order = { asking, mode }
      hasBroken = false
    },
    heal() {
      order = undefined
    },
    get hasBroken() {
      return hasBroken
    },
    onStep: () => undefined,
    around: (deps) => ({
      ...deps,
      world: {
        ...deps.world,
        inTransaction: (principal, work, options) => {
          const run = () => deps.world.inTransaction(principal, work, options)
          if (options?.readOnly === true) return run()
          if (step === 'state-asked') return asked('the draft and its number', run, connectionLost)
          if (step === 'verified') return asked('the list in force', run, connectionLost)
          return run()
        },
      },
      signer: {
        state: () => asked('the state of the signer', () => deps.signer.state(), noAnswer),
        sign: (intent) => asked('the signature', () => deps.signer.sign(intent), noAnswer),
      },
      verify: (bytes, context) =>
        asked(
          'the verification',
          () => deps.verify(bytes, context),
          () => new Error('out of memory'),
        ),
      lists: {
        ...deps.lists,
        writeList: (record, bytes) =>
          asked('the files of the list', () => deps.lists.writeList(record, bytes), diskFull),
        serve: (record) => asked('the name of the list in force', () => deps.lists.serve(record), diskFull),
      },
      reached: async (reached) => {
        step = reached
        await self.onStep(reached)
        await deps.reached(reached)
      },
    }),
  }
  return self
}
