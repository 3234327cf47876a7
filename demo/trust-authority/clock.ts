/** The present, handed in everywhere so that a test or a demo a month later can choose it. */
export type Clock = () => Date

/** The one reader of the system clock in the test authority. */
export const systemClock: Clock = () => new Date()
