import { error } from '@sveltejs/kit'
import { shellWords } from '#lib/messages/desk/shell.ts'
import { hasSoftAuthenticator } from './soft-authenticator.ts'
import type { Desk } from './desk.ts'
import type { Membership } from './wire/me.ts'

/** Who is at the desk; a registry that could not say so is told, with its reference. */
export function deskOrFault(locals: App.Locals): Desk {
  if (locals.desk !== undefined) return locals.desk
  const failure = locals.deskFailure
  error(503, { message: shellWords.nobody, ...(failure?.reference ? { id: failure.reference } : {}) })
}

/** What the frame of a desk shows. */
export function shellData(desk: Desk, membership: Membership | undefined) {
  return {
    shell: 'desk' as const,
    person: desk.me.person.name ?? shellWords.nameless,
    organisation: membership?.organisation,
    roles: membership?.roles ?? [],
    choices: desk.parties.map(({ organisation }) => organisation),
    hasOtherDesk: { party: desk.agency !== undefined, agency: desk.parties.length > 0 },
    /** Offered beside the real key, in the demo alone. */
    hasSoftKey: hasSoftAuthenticator,
    draft: desk.draft?.fields,
  }
}
