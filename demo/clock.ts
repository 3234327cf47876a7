export type Clock = () => Date

/** The one reader of the system clock among what sets up and runs the demo. */
export const systemClock: Clock = () => new Date()
