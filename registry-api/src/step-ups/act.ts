/** One call of the API, as a security key vouches for it. */
export interface Act {
  readonly trustSpace: string
  readonly method: string
  /** With the leading `/v1`, without a query. */
  readonly path: string
  /** If-Match as sent, or null. */
  readonly ifMatch: string | null
  /** Hex SHA-256 of the body's bytes; that of nothing where there is none. */
  readonly bodySha256: string
  /** `x-step-up`: the answered step-up that is to be consumed. */
  readonly stepUpId: string | undefined
}
