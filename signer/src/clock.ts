/** The time of this process; every time in the signer comes through a parameter of this type. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()
