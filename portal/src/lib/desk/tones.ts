/** How a state looks; the word beside it says what it is. */
export type Tone = 'good' | 'waiting' | 'attention' | 'bad' | 'stopped' | 'neutral'

export interface StateWords {
  readonly text: string
  readonly tone: Tone
}

/** The words of a state; a state this version does not know is shown by its code. */
export function stateWords(table: Readonly<Record<string, StateWords>>, state: string): StateWords {
  return table[state] ?? { text: state, tone: 'neutral' }
}
