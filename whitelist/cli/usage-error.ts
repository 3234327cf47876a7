/** The command was not asked rightly: exit code 2, for what says nothing about the list. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
