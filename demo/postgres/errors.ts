export type PostgresErrorCode =
  | 'postgres-missing' // no binaries, neither embedded nor of the system
  | 'postgres-version' // the cluster was made by another major version
  | 'postgres-account' // root, and no way found to run as somebody else
  | 'postgres-initdb' // the cluster could not be made
  | 'postgres-start' // the server ended, or stayed silent, before it was ready
  | 'postgres-orphan' // a server of an earlier run does not stop

/** Why the private cluster does not stand: a code, one sentence, and the server's last lines where there are any. */
export class PostgresError extends Error {
  readonly code: PostgresErrorCode
  readonly detail: string

  constructor(code: PostgresErrorCode, detail: string) {
    super(`${code}: ${detail}`)
    this.name = 'PostgresError'
    this.code = code
    this.detail = detail
  }
}
