/** One step of « À qui le tour ? ». */
export interface TurnStep {
  readonly title: string
  readonly who?: string | undefined
  readonly note?: string | undefined
  readonly state: 'done' | 'now' | 'to-come' | 'stopped'
}

/**
 * Steps in their order, told from the one that is under way: those before are done, those after to come. `isStopped`
 * says that the way ended there.
 */
export function stepsAt(
  steps: readonly Omit<TurnStep, 'state'>[],
  current: number,
  isStopped = false,
): readonly TurnStep[] {
  return steps.map((step, index) => ({
    ...step,
    // Who and until when is said of the step under way; of the others it would only be noise.
    ...(index === current ? {} : { note: undefined }),
    state: index < current ? 'done' : index > current ? 'to-come' : isStopped ? 'stopped' : 'now',
  }))
}
