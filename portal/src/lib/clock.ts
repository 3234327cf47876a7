/** Gives the present instant; handed in everywhere, so that tests choose it. */
export type Clock = () => Date

/** The machine's own clock. */
export const systemClock: Clock = () => new Date()
