/** The time of this process; every time in a DRIMbox comes through a parameter of this type. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()
