export type StartFaultCode =
  | 'settings-invalid'
  | 'already-running'
  | 'port-taken'
  | 'not-a-data-directory'
  | 'data-directory-damaged'
  | 'data-directory-of-another-user'
  | 'data-directory-of-another-trust-space'
  | 'data-directory-unwritable'
  | 'child-failed'
  | 'list-not-fresh'
  | 'seed-refused'

/** Why the demo does not start or goes on no longer: a code, the cause, and the next step, for the terminal as it is. */
export class StartFault extends Error {
  readonly code: StartFaultCode
  readonly lastLines: readonly string[]

  constructor(code: StartFaultCode, message: string, lastLines: readonly string[] = []) {
    super(message)
    this.name = 'StartFault'
    this.code = code
    this.lastLines = lastLines
  }
}

/** Ctrl-C, or the end of who started us, while something was still being started. */
export class Stopped extends Error {
  constructor() {
    super('stopped')
    this.name = 'Stopped'
  }
}
