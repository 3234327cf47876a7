/** The command line was wrong: exit code 2, with the way to write it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The command was understood and did not succeed: exit code 1. `code` is the API's, the verifier's or our own. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly code: string
  readonly status: number | undefined
  /** The whole problem document, where the API gave one. */
  readonly problem: Record<string, unknown> | undefined

  constructor(
    code: string,
    detail: string,
    more: { status?: number; problem?: Record<string, unknown> } = {},
  ) {
    super(detail)
    this.code = code
    this.status = more.status
    this.problem = more.problem
  }
}
