import type { Identity } from './trust-space.ts'
import { trustSpaceRefusals } from './trust-space.refusals.ts'

/** One database is one trust space for ever (decisions 15, 29). Throws `instance-differs`. */
export function assertSameInstance(stored: Identity, configured: Identity): void {
  const describe = ({ trustSpace, space, mode, zone }: Identity) =>
    `${trustSpace} (${space}, ${mode}, ${zone})`
  if (describe(stored) !== describe(configured))
    throw trustSpaceRefusals('instance-differs', {
      stored: describe(stored),
      configured: describe(configured),
    })
}

/** The keys of a demonstration are in everybody's hands (decisions 66). Throws `demo-material`. */
export function assertNoDemoAnchor(mode: Identity['mode'], subjects: readonly string[]): void {
  const marked = subjects.find((subject) => /\bDEMO\b|DEMONSTRATION/i.test(subject))
  if (mode === 'real' && marked !== undefined) throw trustSpaceRefusals('demo-material', { subject: marked })
}
