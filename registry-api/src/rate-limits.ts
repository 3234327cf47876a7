/** How many requests at once, and how many a second after that. */
export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

export interface RateLimits {
  readonly perAddress: Rate
  /** Of one person or one API key, wherever from. */
  readonly perPrincipal: Rate
  /** Of one address, on the routes where something could be guessed. */
  readonly sensitive: Rate
  /** Addresses of our own forwarders (the portal): of them alone X-Forwarded-For is believed. */
  readonly forwarders: readonly string[]
}
